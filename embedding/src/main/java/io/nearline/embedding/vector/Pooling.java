package io.nearline.embedding.vector;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/** How one text's share of the model's output becomes one vector. */
public enum Pooling {

    /** The average over the text's own tokens, padding left out. */
    @JsonProperty("mean")
    MEAN {
        @Override
        public float[] pool(float[] output, int offset, int tokens, int dimensions) {
            float[] sum = new float[dimensions];
            for (int token = 0; token < tokens; token++) {
                int start = offset + token * dimensions;
                for (int i = 0; i < dimensions; i++) {
                    sum[i] += output[start + i];
                }
            }
            for (int i = 0; i < dimensions; i++) {
                sum[i] /= tokens;
            }
            return sum;
        }
    },

    /** The vector of the first token. */
    @JsonProperty("cls")
    CLS {
        @Override
        public float[] pool(float[] output, int offset, int tokens, int dimensions) {
            return Arrays.copyOfRange(output, offset, offset + dimensions);
        }
    },

    /** The graph has pooled already: its output is one vector per text. */
    @JsonProperty("none")
    NONE {
        @Override
        public float[] pool(float[] output, int offset, int tokens, int dimensions) {
            return Arrays.copyOfRange(output, offset, offset + dimensions);
        }
    };

    /**
     * Pools one text.
     *
     * @param output the whole output of the batch, row after row
     * @param offset where the text's first number stands
     * @param tokens the text's own tokens, padding excluded; they come first
     * @param dimensions length of a vector
     */
    public abstract float[] pool(float[] output, int offset, int tokens, int dimensions);

    /**
     * Rank of the output this pooling reads: {@code [text, token, dimension]} or {@code [text,
     * dimension]}.
     */
    public int outputRank() {
        return this == NONE ? 2 : 3;
    }
}

package io.nearline.training.learn;

import io.nearline.training.model.Encoder;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The vectors that the base gives to texts, each computed once and by itself, so that it does not
 * depend on when it was asked for.
 */
final class BaseVectors {
    static final long MOST_BYTES = 512L << 20;

    private final Encoder base;
    private final UnaryOperator<int[]> inBase;
    private final long most;
    private final Map<IntBuffer, float[]> known = new HashMap<>();

    /**
     * Computed when they are needed.
     *
     * @param base does not learn
     * @param inBase the base's ids of a text
     */
    BaseVectors(Encoder base, UnaryOperator<int[]> inBase) {
        this.base = base;
        this.inBase = inBase;
        this.most = MOST_BYTES / Float.BYTES / base.dimensions();
    }

    /** Row by row, of length 1. */
    float[] of(List<int[]> texts) {
        int width = base.dimensions();
        float[] rows = new float[texts.size() * width];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(vector(texts.get(i)), 0, rows, i * width, width);
        }
        return rows;
    }

    private float[] vector(int[] text) {
        IntBuffer key = IntBuffer.wrap(text);
        float[] vector = known.get(key);
        if (vector == null) {
            vector = base.vectors(List.of(inBase.apply(text))).get(0);
            if (known.size() < most) {
                known.put(key, vector);
            }
        }
        return vector;
    }
}

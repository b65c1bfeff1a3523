package io.nearline.packaging;

import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.onnx.OnnxModel;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.embedding.vector.Cosine;
import java.util.List;
import java.util.Locale;

/**
 * How close one model's vectors of some texts are to another's.
 *
 * @param median of the cosines
 * @param worst the least of them; NaN if a vector was not finite
 * @param texts how many were compared
 */
record Closeness(double median, double worst, int texts) {

    static Closeness of(OnnxModel expected, OnnxModel actual, List<TokenIds> texts) {
        double[] cosines =
                texts.stream()
                        .mapToDouble(
                                text ->
                                        Cosine.between(
                                                vector(expected, text), vector(actual, text)))
                        .sorted()
                        .toArray();
        // Sorting puts a NaN last, where it would not be seen.
        double last = cosines[cosines.length - 1];
        return new Closeness(
                cosines[cosines.length / 2],
                Double.isNaN(last) ? last : cosines[0],
                cosines.length);
    }

    private static float[] vector(OnnxModel model, TokenIds text) {
        return model.layout().main(model.vectors(new TokenBatch(List.of(text), 0)).get(0));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median cosine %.4f and worst %.4f over %d texts not used for it",
                median,
                worst,
                texts);
    }
}

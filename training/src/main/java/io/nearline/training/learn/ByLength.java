package io.nearline.training.learn;

import io.nearline.training.model.InputText;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Computes texts of like length beside each other, so that little of a batch is padding. */
final class ByLength {

    private ByLength() {}

    /**
     * Vectors in the texts' order.
     *
     * @param vectorsOf texts in whatever order they come
     */
    static List<float[]> vectors(
            List<InputText> texts, Function<List<InputText>, List<float[]>> vectorsOf) {
        List<Integer> order =
                IntStream.range(0, texts.size())
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> texts.get(i).length()))
                        .toList();
        List<float[]> sorted = vectorsOf.apply(order.stream().map(texts::get).toList());
        float[][] vectors = new float[texts.size()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[order.get(i)] = sorted.get(i);
        }
        return Arrays.asList(vectors);
    }
}

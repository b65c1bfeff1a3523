package io.nearline.training.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The nearest vectors, by cosine. */
final class Ranking {
    /** How many of them are looked at. */
    static final int TOP = 10;

    private Ranking() {}

    /**
     * Their numbers as texts, nearest first; of equally near ones the first.
     *
     * @param vectors of length 1, as the query
     * @param candidates which of them count
     */
    static List<String> nearest(float[] query, List<float[]> vectors, IntPredicate candidates) {
        float[] cosines = new float[vectors.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = product(query, vectors.get(i));
        }
        return IntStream.range(0, cosines.length)
                .filter(candidates)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -cosines[i]))
                .limit(TOP)
                .map(i -> Integer.toString(i))
                .toList();
    }

    static float product(float[] one, float[] other) {
        float product = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
        }
        return product;
    }
}

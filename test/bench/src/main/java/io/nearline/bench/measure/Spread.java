package io.nearline.bench.measure;

import java.util.Collection;

/**
 * Several measurements of one thing.
 *
 * @param median half of them are not above
 * @param min the least
 * @param max the greatest
 */
public record Spread(double median, double min, double max) {

    /** Of one value or more. */
    public static Spread of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}

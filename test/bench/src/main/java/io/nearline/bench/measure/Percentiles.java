package io.nearline.bench.measure;

import java.util.Collection;
import java.util.List;

/**
 * Percentiles by nearest rank, in the unit of the values.
 *
 * @param p50 the median
 * @param p95 95 of 100 are not above
 * @param p99 99 of 100 are not above
 * @param max the largest
 */
public record Percentiles(long p50, long p95, long p99, long max) {

    /** Of one value or more. */
    public static Percentiles of(Collection<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return new Percentiles(
                rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99), rank(sorted, 1));
    }

    private static long rank(List<Long> sorted, double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}

package io.nearline.bench.measure;

import io.nearline.topics.freshness.NearestRank;
import java.util.Collection;

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
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Percentiles(
                NearestRank.of(0.50, sorted),
                NearestRank.of(0.95, sorted),
                NearestRank.of(0.99, sorted),
                NearestRank.of(1, sorted));
    }
}

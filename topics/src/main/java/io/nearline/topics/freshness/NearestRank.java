package io.nearline.topics.freshness;

/** Percentiles by nearest rank: exact, and always one of the values. */
public final class NearestRank {

    private NearestRank() {}

    /**
     * The smallest value that at least a share of all values do not exceed.
     *
     * @param share from 0, the smallest value, to 1, the largest
     * @param sorted the values in rising order, at least one
     */
    public static long of(double share, long[] sorted) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(1, rank) - 1];
    }
}

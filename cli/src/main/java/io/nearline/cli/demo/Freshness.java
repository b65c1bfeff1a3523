package io.nearline.cli.demo;

import io.nearline.topics.freshness.NearestRank;
import java.util.Arrays;

/**
 * Times from event to publication, in milliseconds, and their percentiles. Exact over the last
 * million values. Thread-safe.
 */
public final class Freshness {

    private static final int KEPT = 1_000_000;

    private long[] values = new long[1024];
    private long seen;

    synchronized void add(long millis) {
        int kept = (int) Math.min(seen, KEPT);
        if (kept == values.length && kept < KEPT) {
            values = Arrays.copyOf(values, Math.min(KEPT, 2 * values.length));
        }
        values[(int) (seen % KEPT)] = millis;
        seen++;
    }

    synchronized Percentiles percentiles() {
        int kept = (int) Math.min(seen, KEPT);
        if (kept == 0) {
            return new Percentiles(0, 0);
        }
        long[] sorted = Arrays.copyOf(values, kept);
        Arrays.sort(sorted);
        return new Percentiles(NearestRank.of(0.50, sorted), NearestRank.of(0.99, sorted));
    }

    /** Milliseconds; 0 where there was no value. */
    public record Percentiles(long p50, long p99) {}
}

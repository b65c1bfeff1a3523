package io.nearline.topics.consume;

import io.nearline.topics.freshness.NearestRank;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * From the event time of a post's change to its update being applied, over the latest 1,024 live
 * updates. Safe for use by many threads.
 */
public final class AppliedFreshness {

    private static final int KEPT = 1024;

    private final long[] millis = new long[KEPT];
    private long added;

    /** Takes in one more. */
    synchronized void add(Duration age) {
        millis[(int) (added++ % KEPT)] = age.toMillis();
    }

    /**
     * The age that this share of the latest updates did not exceed.
     *
     * @param share above 0, at most 1: 0.99 for p99
     * @return empty before the first update
     */
    public synchronized Optional<Duration> percentile(double share) {
        int count = (int) Math.min(added, KEPT);
        if (count == 0) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return Optional.of(Duration.ofMillis(NearestRank.of(share, sorted)));
    }
}

package io.nearline.pipeline.source.passes;

import io.nearline.topics.freshness.NearestRank;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * How late live updates were lately: a sliding window of event time to publish. Not thread-safe.
 */
final class LiveFreshness {

    private static final double QUANTILE = 0.99;

    /**
     * A post that is later than this was not held up by a backfill: its event time is old, as in an
     * import, or where an edit keeps the time of creation.
     */
    private static final long OLD_EVENT_MILLIS = Duration.ofHours(1).toMillis();

    private final long windowMillis;
    private final Deque<Sample> samples = new ArrayDeque<>();

    LiveFreshness(Duration window) {
        this.windowMillis = window.toMillis();
    }

    /**
     * Adds one live update.
     *
     * @param now when it was seen, milliseconds; never decreasing
     * @param millis from its event time to its publication
     */
    void add(long now, long millis) {
        samples.addLast(new Sample(now, Math.max(0, millis)));
        forgetBefore(now - windowMillis);
    }

    /** Forgets everything: what follows is judged by what follows. */
    void forget() {
        samples.clear();
    }

    /**
     * The 99th percentile of the window, milliseconds; empty if no live update is in it. Old event
     * times are left out while most of the window is younger. Where most are old the live job may
     * be hours behind, and then they count.
     */
    OptionalLong p99(long now) {
        forgetBefore(now - windowMillis);
        if (samples.isEmpty()) {
            return OptionalLong.empty();
        }
        long[] sorted = samples.stream().mapToLong(Sample::millis).sorted().toArray();
        int young = 0;
        while (young < sorted.length && sorted[young] <= OLD_EVENT_MILLIS) {
            young++;
        }
        int counted = 2 * young > sorted.length ? young : sorted.length;
        return OptionalLong.of(NearestRank.of(QUANTILE, Arrays.copyOf(sorted, counted)));
    }

    private void forgetBefore(long time) {
        while (!samples.isEmpty() && samples.getFirst().seenAt <= time) {
            samples.removeFirst();
        }
    }

    private record Sample(long seenAt, long millis) {}
}

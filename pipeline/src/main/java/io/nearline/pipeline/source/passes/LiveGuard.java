package io.nearline.pipeline.source.passes;

import java.time.Duration;
import java.util.OptionalLong;

/** Watches live freshness and sets the pace by it. Thread-safe. */
final class LiveGuard {

    /** Long enough for a 99th percentile at a few live updates per second. */
    private static final Duration WINDOW = Duration.ofSeconds(15);

    private final LiveFreshness freshness = new LiveFreshness(WINDOW);
    private final AdaptivePace pace;
    private long lastMillis = -1;
    private boolean recorded;

    LiveGuard(AdaptivePace pace) {
        this.pace = pace;
    }

    /**
     * Records a live update.
     *
     * @param now milliseconds
     * @param millis from its event time to its publication
     */
    synchronized void record(long now, long millis) {
        freshness.add(now, millis);
        recorded = true;
    }

    /**
     * Sets the pace for the next second. An update that came before the last tick says nothing
     * about the pace since then: where none came, live traffic may be waiting.
     *
     * @param now milliseconds
     * @param observed records per second that were read in the last second
     */
    synchronized void tick(long now, double observed) {
        OptionalLong p99 = freshness.p99(now);
        lastMillis = p99.orElse(-1);
        boolean slowedDown = pace.adjust(recorded ? p99 : OptionalLong.empty(), observed);
        recorded = false;
        if (slowedDown) {
            freshness.forget();
        }
    }

    /** Records per second that are allowed. */
    synchronized double allowed() {
        return pace.allowed();
    }

    /** 99th percentile of live freshness at the last tick, milliseconds; negative if unknown. */
    synchronized long freshnessMillis() {
        return lastMillis;
    }
}

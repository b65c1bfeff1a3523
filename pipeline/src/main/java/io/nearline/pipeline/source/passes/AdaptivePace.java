package io.nearline.pipeline.source.passes;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Finds the pace that live traffic bears: slow at first and faster only on evidence, halved when
 * live updates get late, then a little faster with every tick, or twice as fast once no live update
 * has come by for long. Asked once per second. Not thread-safe.
 */
final class AdaptivePace {

    /** A backfill never stops altogether: its progress shows that it is alive. */
    static final double FLOOR = 1;

    private static final double SLOWER = 0.5;
    private static final double RECOVERED = 0.7;
    private static final double FIRST_STEPS = 2;
    private static final double LATER_STEPS = 1.15;

    /**
     * Ticks after slowing down in which nothing is concluded: what is in flight goes on at the old
     * pace, and live traffic has to catch up first.
     */
    private static final int TICKS_TO_SETTLE = 3;

    /**
     * Ticks after doubling in which nothing is concluded: a live update that has to wait for it is
     * seen no earlier than it is published.
     */
    private static final int TICKS_TO_SHOW = 1;

    /** Ticks without a live update, from the start on, that show that there is no live traffic. */
    static final int TICKS_OF_SILENCE = 3;

    /**
     * As many once there was some: it may be stuck behind the backfill, and then the worst to do
     * would be to speed up. As long as the window in which freshness is measured.
     */
    static final int TICKS_OF_LATER_SILENCE = 15;

    private final double cap;
    private final long boundMillis;
    private double allowed;
    private boolean hasSlowedDown;
    private boolean hasSeenLive;
    private int silence;
    private int settling;

    /**
     * @param cap most records per second; may be infinite
     * @param start records per second to begin with
     * @param bound live freshness above which the pace is halved
     */
    AdaptivePace(double cap, double start, Duration bound) {
        this.cap = cap;
        this.boundMillis = bound.toMillis();
        this.allowed = Math.min(cap, start);
    }

    /** Records per second that are allowed. */
    double allowed() {
        return allowed;
    }

    /**
     * Adjusts the pace.
     *
     * @param freshness 99th percentile of live freshness since the pace was last slowed down; empty
     *     if no live update came by since the last tick, which is a reason neither to slow down
     *     nor, for a while, to speed up
     * @param observed records per second that were read since the last tick
     * @return whether it was slowed down
     */
    boolean adjust(OptionalLong freshness, double observed) {
        listen(freshness.isPresent());
        if (settling > 0) {
            settling--;
            return false;
        }
        if (freshness.isEmpty()) {
            if (silence >= (hasSeenLive ? TICKS_OF_LATER_SILENCE : TICKS_OF_SILENCE)) {
                speedUp(observed, FIRST_STEPS);
            }
            return false;
        }
        if (freshness.getAsLong() > boundMillis) {
            slowDown(observed);
            return true;
        }
        if (freshness.getAsLong() < RECOVERED * boundMillis) {
            speedUp(observed, hasSlowedDown ? LATER_STEPS : FIRST_STEPS);
            settling = hasSlowedDown ? 0 : TICKS_TO_SHOW;
        }
        return false;
    }

    private void listen(boolean liveCameBy) {
        hasSeenLive |= liveCameBy;
        silence = liveCameBy ? 0 : silence + 1;
    }

    /** Where nothing was read, as while the job starts, that says nothing about the pace in use. */
    private void slowDown(double observed) {
        double used = observed < FLOOR ? allowed : Math.min(allowed, observed);
        allowed = Math.max(FLOOR, used * SLOWER);
        hasSlowedDown = true;
        settling = TICKS_TO_SETTLE;
    }

    /** A pace that is not used up is not raised: it would hold nobody back when it matters. */
    private void speedUp(double observed, double step) {
        if (observed > allowed * SLOWER) {
            allowed = Math.min(cap, allowed * step);
        }
    }
}

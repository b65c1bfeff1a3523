package io.nearline.pipeline.past;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Finds the pace that live traffic bears: careful at first, halved when live updates get late, then
 * a little faster with every tick, or twice as fast while no live update comes by at all. Asked
 * once per second. Not thread-safe.
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

    private final double cap;
    private final long boundMillis;
    private double allowed;
    private boolean hasSlowedDown;
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
     *     if no live update came by, which is no reason to slow down
     * @param observed records per second that were read since the last tick
     * @return whether it was slowed down
     */
    boolean adjust(OptionalLong freshness, double observed) {
        if (settling > 0) {
            settling--;
            return false;
        }
        if (freshness.isPresent() && freshness.getAsLong() > boundMillis) {
            slowDown(observed);
            return true;
        }
        if (freshness.isEmpty() || freshness.getAsLong() < RECOVERED * boundMillis) {
            boolean careful = hasSlowedDown && freshness.isPresent();
            speedUp(observed, careful ? LATER_STEPS : FIRST_STEPS);
        }
        return false;
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

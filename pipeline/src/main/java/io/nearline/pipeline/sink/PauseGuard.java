package io.nearline.pipeline.sink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still for so long that the job may go on elsewhere. Ticked by a
 * thread of its own and looked at before each write: whoever of the two wakes up first sees the
 * gap, and neither hides it from the other. Thread-safe.
 */
final class PauseGuard {

    private final long longest;
    private final LongSupplier nanoTime;
    private long lastSeen;
    private long pause;

    /**
     * @param longest the longest pause after which a write is harmless
     * @param nanoTime a clock that is never set, nanoseconds
     */
    PauseGuard(Duration longest, LongSupplier nanoTime) {
        this.longest = longest.toNanos();
        this.nanoTime = nanoTime;
        this.lastSeen = nanoTime.getAsLong();
    }

    /** Says that the process runs. */
    synchronized void tick() {
        long now = nanoTime.getAsLong();
        if (now - lastSeen > longest) {
            pause = now - lastSeen;
        }
        lastSeen = now;
    }

    /**
     * Passes if there was no long pause since the guard was made.
     *
     * @throws PausedProcessException if there was
     */
    synchronized void requireNoPause() {
        tick();
        if (pause > 0) {
            throw new PausedProcessException(
                    """
                    this process stood still for %d s, so the job may go on elsewhere and what is \
                    written here may be outdated; the job is restarted from its newest checkpoint. \
                    Half of heartbeat.timeout, %d s, is allowed\
                    """
                            .formatted(
                                    TimeUnit.NANOSECONDS.toSeconds(pause),
                                    TimeUnit.NANOSECONDS.toSeconds(longest)));
        }
    }
}

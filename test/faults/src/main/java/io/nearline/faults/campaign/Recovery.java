package io.nearline.faults.campaign;

import io.nearline.faults.rig.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits, while posts go on changing, until the topic is fresh for every one of them and stays so.
 *
 * @param time from the end of the fault until it was fresh; empty if that never came
 * @param behind the keys that were not, one line each
 */
record Recovery(Optional<Duration> time, List<String> behind) {
    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final long LOOK_EVERY_MILLIS = 50;

    /**
     * Fresh for so much longer than the bound: what the fault has just made late is not yet seen to
     * be so.
     */
    private static final long STAYS_MILLIS = 1000;

    /**
     * Waits for it.
     *
     * @param healedAtMillis on the rig's clock
     */
    static Recovery await(Rig rig, long healedAtMillis) {
        long bound = bound(rig).toMillis();
        long freshSince = -1;
        while (true) {
            List<String> behind = rig.watch().behind(bound);
            long now = rig.clock().millis();
            if (!behind.isEmpty()) {
                freshSince = -1;
                if (now - healedAtMillis > DEADLINE.toMillis()) {
                    return new Recovery(Optional.empty(), behind);
                }
            } else if (freshSince < 0) {
                freshSince = now;
            } else if (now - freshSince > bound + STAYS_MILLIS) {
                return new Recovery(
                        Optional.of(Duration.ofMillis(freshSince - healedAtMillis)), List.of());
            }
            pause();
        }
    }

    /** How old a write may be that is not yet published. */
    static Duration bound(Rig rig) {
        Duration bound = rig.options().bound();
        // Updates are seen when the next checkpoint is complete.
        return rig.site().isExactlyOnce() ? bound.plusSeconds(3) : bound;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

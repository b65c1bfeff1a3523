package io.nearline.operators.retry;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the live job tries again what failed for a passing reason.
 *
 * @param attempts how often a record is tried by itself, the first time included; below 2 it is
 *     tried once
 * @param delay from the first failure to the next attempt; each later delay is four times as long
 * @param perSecond most records that all subtasks together bring back a second
 * @param memory how long after a failure the record may come back: no longer than the first gate
 *     remembers a post, or a retry could bring a deleted one back
 */
public record RetryPolicy(int attempts, Duration delay, int perSecond, Duration memory)
        implements Serializable {

    private static final int GROWTH = 4;
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Tries nothing again. */
    public static RetryPolicy never() {
        return new RetryPolicy(0, Duration.ofSeconds(1), 1, Duration.ZERO);
    }

    /**
     * Whether a record that failed for a passing reason is tried again.
     *
     * @param attempt attempts made, the failed one included
     */
    public boolean triesAgainAfter(int attempt) {
        return attempt < attempts;
    }

    /**
     * From a failure to the next attempt: four times as long each time, an hour at most.
     *
     * @param attempt attempts made, 1 or more
     */
    public Duration delayAfter(int attempt) {
        Duration grown = delay;
        for (int i = 1; i < attempt && grown.compareTo(LONGEST) < 0; i++) {
            grown = grown.multipliedBy(GROWTH);
        }
        return grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
    }
}

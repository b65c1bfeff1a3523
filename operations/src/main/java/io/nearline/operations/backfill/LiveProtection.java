package io.nearline.operations.backfill;

import io.nearline.operations.settings.JobKeys;
import java.time.Duration;
import java.util.Optional;

/**
 * How a backfill keeps out of the way of live posts.
 *
 * @param guard whether it looks at live freshness
 * @param freshnessBound 99th percentile of live freshness above which it slows down; empty for the
 *     job's default, or if the settings say it
 */
public record LiveProtection(Guard guard, Optional<Duration> freshnessBound) {

    /** Whether live freshness is looked at. */
    public enum Guard {
        /** Unless the settings say otherwise. */
        ON,
        OFF
    }

    /** As the job has it by itself. */
    public static LiveProtection byDefault() {
        return new LiveProtection(Guard.ON, Optional.empty());
    }

    void addTo(JobKeys job) {
        freshnessBound.ifPresent(job::freshnessBound);
        if (guard == Guard.OFF) {
            job.unguarded();
        }
    }
}

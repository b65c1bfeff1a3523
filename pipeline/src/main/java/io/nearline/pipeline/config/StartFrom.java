package io.nearline.pipeline.config;

import java.util.Locale;

/** Where the job starts to read when there is no checkpoint to resume from. */
public enum StartFrom {
    /** The oldest record of the topic. */
    EARLIEST,
    /** Only what arrives from now on. */
    LATEST,
    /** Where the consumer group stopped; the oldest record if it never read. */
    COMMITTED;

    /** The value as it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

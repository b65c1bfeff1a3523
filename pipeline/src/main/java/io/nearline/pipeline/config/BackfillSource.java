package io.nearline.pipeline.config;

import java.util.Locale;

/** Where a backfill reads the past. */
public enum BackfillSource {
    /** The posts topic, between two offsets of each partition. */
    KAFKA,
    /** Avro container files of posts. */
    AVRO,
    /** Parquet files of posts. */
    PARQUET;

    /** The value as it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.nearline.pipeline.config;

import java.util.Locale;

/** Where a backfill reads the past. */
public enum BackfillSource {
    /** The posts topic, between two offsets of each partition. */
    KAFKA,
    /** Avro container files of posts, or of records that a mapping makes posts of. */
    AVRO,
    /** Parquet files of posts, or of records that a mapping makes posts of. */
    PARQUET,
    /** Files of one JSON object a line, which a mapping makes posts of. */
    JSONL,
    /** CSV files with a header, whose rows a mapping makes posts of. */
    CSV;

    /** The value as it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

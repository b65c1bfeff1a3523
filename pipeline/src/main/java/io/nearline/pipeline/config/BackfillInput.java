package io.nearline.pipeline.config;

import java.util.List;
import java.util.Optional;

/** What a backfill reads: fixed when it is submitted, so that it can be read twice and resumed. */
public sealed interface BackfillInput {

    /** For people: the topic with its offsets, or the files. */
    String description();

    /**
     * A piece of a topic.
     *
     * @param topic name of the topic
     * @param offsets which records of it
     */
    record TopicRange(String topic, OffsetRanges offsets) implements BackfillInput {

        @Override
        public String description() {
            return topic + ' ' + offsets;
        }
    }

    /**
     * Files that hold posts, or records that a mapping makes posts of.
     *
     * @param format any but {@link BackfillSource#KAFKA}; of posts {@link BackfillSource#AVRO} or
     *     {@link BackfillSource#PARQUET}
     * @param uris files or directories, on any file system that Flink knows
     * @param mapping the text of a mapping file; empty for files of posts
     */
    record FileSet(BackfillSource format, List<String> uris, Optional<String> mapping)
            implements BackfillInput {

        /** Files of posts. */
        public FileSet(BackfillSource format, List<String> uris) {
            this(format, uris, Optional.empty());
        }

        @Override
        public String description() {
            return format + " files " + String.join(", ", uris);
        }
    }
}

package io.nearline.pipeline.config;

import java.util.List;

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
     * Files that hold posts.
     *
     * @param format {@link BackfillSource#AVRO} or {@link BackfillSource#PARQUET}
     * @param uris files or directories, on any file system that Flink knows
     */
    record FileSet(BackfillSource format, List<String> uris) implements BackfillInput {

        @Override
        public String description() {
            return format + " files " + String.join(", ", uris);
        }
    }
}

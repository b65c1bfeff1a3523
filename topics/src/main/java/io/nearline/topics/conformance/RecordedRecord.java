package io.nearline.topics.conformance;

import io.nearline.topics.cluster.TopicNames;
import org.jspecify.annotations.Nullable;

/**
 * A record as a topic holds it. As JSON, key and value are in base64.
 *
 * @param topic {@code index-updates} or {@code index-control}
 * @param partition of the topic
 * @param offset in the partition; rises, with gaps where compaction or a transaction has left them
 * @param key null if there is none
 * @param value null for a tombstone
 */
public record RecordedRecord(
        String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {

    /** Whether it is of index-updates; otherwise it is of index-control. */
    boolean isUpdate() {
        return topic.equals(TopicNames.INDEX_UPDATES);
    }
}

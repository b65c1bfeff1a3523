package io.nearline.operators.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record as it arrived, bytes untouched. It travels with the post, so that a failure at
 * any stage can be written down with the original bytes and replayed.
 *
 * @param topic topic it was read from
 * @param partition partition it was read from
 * @param offset its offset in that partition
 * @param timestamp Kafka's timestamp, milliseconds since the epoch
 * @param headers its headers in order
 * @param key key bytes; null for a record without a key
 * @param value value bytes; null is a tombstone
 * @param origin why it was read; set by the reader, never taken from the record without question
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        List<RawHeader> headers,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Origin origin) {

    /** Ids and sizes only: what it holds must not reach a log. */
    @Override
    public String toString() {
        return "RawRecord[%s-%d@%d, %d bytes]"
                .formatted(topic, partition, offset, value == null ? 0 : value.length);
    }
}

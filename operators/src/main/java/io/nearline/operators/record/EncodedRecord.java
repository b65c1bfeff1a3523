package io.nearline.operators.record;

import org.jspecify.annotations.Nullable;

/**
 * A record ready for Kafka.
 *
 * @param key key bytes; null for a record without a key
 * @param value value bytes; null is a tombstone
 */
public record EncodedRecord(byte @Nullable [] key, byte @Nullable [] value) {

    /** Sizes only: what it holds must not reach a log. */
    @Override
    public String toString() {
        return "EncodedRecord[key of %d bytes, value of %d bytes]"
                .formatted(key == null ? 0 : key.length, value == null ? 0 : value.length);
    }
}

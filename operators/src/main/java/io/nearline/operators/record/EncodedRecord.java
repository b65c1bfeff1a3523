package io.nearline.operators.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record ready for Kafka.
 *
 * @param key key bytes; null for a record without a key
 * @param value value bytes; null is a tombstone
 * @param headers its headers in order
 */
public record EncodedRecord(
        byte @Nullable [] key, byte @Nullable [] value, List<RawHeader> headers) {

    /** A record without headers. */
    public EncodedRecord(byte @Nullable [] key, byte @Nullable [] value) {
        this(key, value, List.of());
    }

    /** Sizes only: what it holds must not reach a log. */
    @Override
    public String toString() {
        return "EncodedRecord[key of %d bytes, value of %d bytes]"
                .formatted(key == null ? 0 : key.length, value == null ? 0 : value.length);
    }
}

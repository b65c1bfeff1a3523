package io.nearline.operators.record;

/**
 * A record ready for Kafka.
 *
 * @param key key bytes, or null
 * @param value value bytes; null is a tombstone
 */
public record EncodedRecord(byte[] key, byte[] value) {

    /** Sizes only: what it holds must not reach a log. */
    @Override
    public String toString() {
        return "EncodedRecord[key of %d bytes, value of %d bytes]"
                .formatted(key == null ? 0 : key.length, value == null ? 0 : value.length);
    }
}

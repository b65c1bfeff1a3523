package io.nearline.operators.record;

/**
 * A record ready for Kafka.
 *
 * @param key key bytes, or null
 * @param value value bytes
 */
public record EncodedRecord(byte[] key, byte[] value) {}

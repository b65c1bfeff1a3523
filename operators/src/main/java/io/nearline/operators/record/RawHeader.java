package io.nearline.operators.record;

/**
 * One Kafka header as it arrived.
 *
 * @param key name of the header
 * @param value its bytes, or null
 */
public record RawHeader(String key, byte[] value) {}

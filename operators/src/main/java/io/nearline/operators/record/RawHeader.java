package io.nearline.operators.record;

import org.jspecify.annotations.Nullable;

/**
 * One Kafka header as it arrived.
 *
 * @param key name of the header
 * @param value its bytes; Kafka knows headers without a value
 */
public record RawHeader(String key, byte @Nullable [] value) {}

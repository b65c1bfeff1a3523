package io.nearline.pipeline.config;

import io.nearline.operators.registry.RegistryAccess;

/**
 * A copy of the index-updates topic in Confluent's framing.
 *
 * @param topic topic of the copy
 * @param registry registry that has its schema
 */
public record FramedUpdates(String topic, RegistryAccess registry) {}

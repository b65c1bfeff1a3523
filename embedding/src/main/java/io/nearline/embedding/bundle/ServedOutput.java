package io.nearline.embedding.bundle;

import io.nearline.embedding.vector.Pooling;

/**
 * An output of the served graph that gives further vectors, and how.
 *
 * @param name its name in the served graph
 * @param dimensions length of a vector
 * @param pooling how it becomes one vector a text
 */
public record ServedOutput(String name, int dimensions, Pooling pooling) {}

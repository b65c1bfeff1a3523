package io.nearline.embedding.bundle;

import io.nearline.embedding.vector.Pooling;

/**
 * The graph of a bundle that texts go through, and how.
 *
 * @param file its name in the bundle
 * @param inputs names of its inputs
 * @param output name of the output that is read
 * @param pooling how that becomes one vector a text
 */
public record ServedGraph(String file, GraphInputs inputs, String output, Pooling pooling) {}

package io.nearline.embedding.packaging;

import io.nearline.embedding.bundle.ModelBundle;

/**
 * A finished bundle and how its settings came about.
 *
 * @param bundle the bundle, verified
 * @param settings what its manifest says, each with its origin
 * @param graph the graph that serves, and what was fused in it or why it is the exported one
 */
public record PackagedModel(ModelBundle bundle, ModelSettings settings, Inferred<String> graph) {}

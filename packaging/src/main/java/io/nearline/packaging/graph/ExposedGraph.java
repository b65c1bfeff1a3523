package io.nearline.packaging.graph;

import io.nearline.embedding.bundle.GraphInputs;
import java.util.Set;

/**
 * A graph that also gives what its products read.
 *
 * @param inputs names of its inputs
 * @param values names of those outputs
 */
public record ExposedGraph(GraphInputs inputs, Set<String> values) {}

package io.nearline.packaging;

import io.nearline.embedding.bundle.ModelBundle;
import java.util.Map;

/**
 * A finished bundle and how its settings came about.
 *
 * @param bundle the bundle, verified
 * @param settings what its manifest says, each with its origin
 * @param graph the graph that serves, and what was fused in it or why it is the exported one
 * @param checks what was seen while it was tried, by what was looked at
 */
public record PackagedModel(
        ModelBundle bundle,
        ModelSettings settings,
        Inferred<String> graph,
        Map<String, String> checks) {}

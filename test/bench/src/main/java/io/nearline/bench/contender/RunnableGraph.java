package io.nearline.bench.contender;

import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ServedGraph;
import java.nio.file.Path;

/**
 * One of a bundle's graphs.
 *
 * @param file the graph
 * @param inputs names of its inputs
 */
public record RunnableGraph(Path file, GraphInputs inputs) {

    /** As it was exported: what anybody would run. */
    public static RunnableGraph exported(ModelBundle bundle) {
        return new RunnableGraph(bundle.graph(), bundle.manifest().inputs());
    }

    /** The one that texts go through; the exported one where there is no other. */
    public static RunnableGraph served(ModelBundle bundle) {
        ServedGraph served = bundle.manifest().served();
        return new RunnableGraph(bundle.servedGraph(), served.inputs());
    }
}

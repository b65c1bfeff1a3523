package io.nearline.packaging;

import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.OptimisedGraph;
import io.nearline.packaging.graph.GraphOptimiser;
import io.nearline.packaging.graph.UnrecognisedGraphException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Puts a faster graph beside the exported one, if there is one that gives the same vectors.
 *
 * @param manifest the bundle's manifest, which names the graph that serves
 * @param graph the file that serves, and why
 */
record GraphOptimisation(ModelManifest manifest, Inferred<String> graph) {
    static final String FILE = "optimised.onnx";

    /** Leaves the exported graph to serve. */
    static GraphOptimisation none(ModelManifest manifest) {
        return keepExported(manifest, "as exported; a faster one was not asked for");
    }

    /**
     * Tries.
     *
     * @param directory holds the exported graph and the tokenizer; the new graph is left here only
     *     if it is to serve
     */
    static GraphOptimisation attempt(Path directory, ModelManifest manifest) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            OptimisedGraph graph =
                    new GraphOptimiser(manifest)
                            .optimise(directory.resolve(ModelBundle.GRAPH), file);
            return compare(directory, manifest, graph);
        } catch (UnrecognisedGraphException e) {
            return keepExported(manifest, "not optimised: " + e.getMessage());
        }
    }

    private static GraphOptimisation compare(
            Path directory, ModelManifest exported, OptimisedGraph graph) throws IOException {
        ModelManifest optimised = exported.withOptimised(graph);
        String reason;
        try {
            VectorComparison seen =
                    VectorComparison.of(
                            ModelBundle.draft(directory, exported),
                            ModelBundle.draft(directory, optimised));
            double needed = exported.precision().optimisedCosine();
            if (seen.worstCosine() >= needed) {
                return new GraphOptimisation(
                        optimised, new Inferred<>(FILE, describe(graph, seen)));
            }
            reason = "gives other vectors: " + seen + ", needed " + needed;
        } catch (EmbeddingException e) {
            reason = "does not run here: " + e.getMessage();
        }
        Files.delete(directory.resolve(FILE));
        return keepExported(exported, "not optimised: the faster graph " + reason);
    }

    private static String describe(OptimisedGraph graph, VectorComparison seen) {
        return String.format(Locale.ROOT, "%s; %s", graph.summary(), seen);
    }

    private static GraphOptimisation keepExported(ModelManifest manifest, String reason) {
        return new GraphOptimisation(manifest, new Inferred<>(ModelBundle.GRAPH, reason));
    }
}

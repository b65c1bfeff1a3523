package io.nearline.packaging;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.onnx.GraphProbe;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.packaging.graph.ExposedGraph;
import io.nearline.packaging.graph.GraphOptimiser;
import io.nearline.packaging.graph.InputSample;
import io.nearline.packaging.graph.UnrecognisedGraphException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Lets texts go through a graph, and sees what its products read. */
final class Calibration {
    private static final int TELL_EVERY = 100;

    private Calibration() {}

    /**
     * What was seen, by the name of the value.
     *
     * @param directory holds the exported graph; nothing is left in it
     * @param manifest says int8, so that the graph has no mask
     */
    static Map<String, InputSample> run(
            Path directory, ModelManifest manifest, List<TokenIds> texts, Consumer<String> progress)
            throws IOException, UnrecognisedGraphException {
        Path exposed = directory.resolve("exposed.onnx");
        try {
            ExposedGraph graph =
                    new GraphOptimiser(manifest)
                            .expose(directory.resolve(ModelBundle.GRAPH), exposed);
            return run(exposed, graph, texts, progress);
        } finally {
            Files.deleteIfExists(exposed);
        }
    }

    private static Map<String, InputSample> run(
            Path file, ExposedGraph graph, List<TokenIds> texts, Consumer<String> progress) {
        Map<String, InputSample> seen = new TreeMap<>();
        try (GraphProbe probe = GraphProbe.open(file, graph.inputs())) {
            for (int i = 0; i < texts.size(); i++) {
                probe.run(
                        texts.get(i),
                        graph.values(),
                        (value, channels, numbers) ->
                                seen.computeIfAbsent(value, absent -> new InputSample(channels))
                                        .add(numbers));
                if ((i + 1) % TELL_EVERY == 0 || i + 1 == texts.size()) {
                    progress.accept(
                            "calibrated with " + (i + 1) + " of " + texts.size() + " texts");
                }
            }
        }
        return seen;
    }
}

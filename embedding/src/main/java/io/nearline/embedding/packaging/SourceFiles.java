package io.nearline.embedding.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the files lie in a published directory: beside each other, or the graph in {@code onnx/}.
 *
 * @param graph the ONNX graph
 * @param weights files beside the graph that hold its weights, where it is too large for one file
 * @param tokenizer the tokenizer
 */
record SourceFiles(Path graph, List<Path> weights, Path tokenizer) {

    private static final String GRAPH_FOLDER = "onnx";

    static SourceFiles find(PackagingRequest request) throws IOException {
        Path source = request.source();
        if (!Files.isDirectory(source)) {
            throw new ModelRejectedException(
                    source + " is not a directory: name the one that holds the model's files");
        }
        Path graph = findGraph(source, request.graph());
        return new SourceFiles(graph, findWeights(graph), findTokenizer(source));
    }

    private static Path findGraph(Path source, Optional<String> requested) throws IOException {
        if (requested.isPresent()) {
            return existing(source.resolve(requested.get()), source);
        }
        for (Path usual : List.of(source, source.resolve(GRAPH_FOLDER))) {
            if (Files.isRegularFile(usual.resolve(ModelBundle.GRAPH))) {
                return usual.resolve(ModelBundle.GRAPH);
            }
        }
        List<Path> graphs = graphs(source);
        if (graphs.size() == 1) {
            return graphs.get(0);
        }
        throw new ModelRejectedException(
                source
                        + " has neither model.onnx nor onnx/model.onnx, and "
                        + (graphs.isEmpty() ? "no other *.onnx" : "several others: " + graphs)
                        + ": name the graph to package, or export the model to ONNX first");
    }

    private static Path existing(Path graph, Path source) throws IOException {
        if (Files.isRegularFile(graph)) {
            return graph;
        }
        throw new ModelRejectedException(
                graph + " does not exist: the graphs there are " + graphs(source));
    }

    private static List<Path> graphs(Path source) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : List.of(source, source.resolve(GRAPH_FOLDER))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.toString().endsWith(".onnx"))
                            .sorted()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** Both spellings that exporters use. */
    private static List<Path> findWeights(Path graph) {
        return Stream.of("_data", ".data")
                .map(ending -> graph.resolveSibling(graph.getFileName() + ending))
                .filter(Files::isRegularFile)
                .toList();
    }

    private static Path findTokenizer(Path source) {
        for (Path folder : List.of(source, source.resolve(GRAPH_FOLDER))) {
            if (Files.isRegularFile(folder.resolve(ModelBundle.TOKENIZER))) {
                return folder.resolve(ModelBundle.TOKENIZER);
            }
        }
        throw new ModelRejectedException(
                source
                        + " has no tokenizer.json: save the model's fast tokenizer there"
                        + " (vocab.txt or sentencepiece.bpe.model alone are not enough)");
    }
}

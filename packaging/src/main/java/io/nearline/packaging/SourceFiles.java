package io.nearline.packaging;

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
 * @param weights files beside the graph that hold its weights
 * @param tokenizer the tokenizer
 */
record SourceFiles(Path graph, ExternalWeights weights, Path tokenizer) {

    private static final String GRAPH_FOLDER = "onnx";

    static SourceFiles find(PackagingRequest request, SentenceTransformer layout)
            throws IOException {
        Path source = request.source();
        List<Path> folders =
                layout.encoderFolders().stream()
                        .map(source::resolve)
                        .flatMap(folder -> Stream.of(folder, folder.resolve(GRAPH_FOLDER)))
                        .toList();
        Path graph = findGraph(source, folders, request.graph());
        return new SourceFiles(
                graph, ExternalWeights.of(graph, source), findTokenizer(source, folders));
    }

    static void requireDirectory(Path source) {
        if (!Files.isDirectory(source)) {
            throw new ModelRejectedException(
                    source + " is not a directory: name the one that holds the model's files");
        }
    }

    /** Copies graph and weights. */
    void copyTo(BundleDraft draft) throws IOException {
        weights.copyTo(draft, graph);
    }

    private static Path findGraph(Path source, List<Path> folders, Optional<String> requested)
            throws IOException {
        if (requested.isPresent()) {
            return existing(source.resolve(requested.get()), folders);
        }
        for (Path usual : folders) {
            if (Files.isRegularFile(usual.resolve(ModelBundle.GRAPH))) {
                return usual.resolve(ModelBundle.GRAPH);
            }
        }
        List<Path> graphs = graphs(folders);
        if (graphs.size() == 1) {
            return graphs.get(0);
        }
        throw new ModelRejectedException(
                source
                        + " has neither model.onnx nor onnx/model.onnx, and "
                        + (graphs.isEmpty() ? "no other *.onnx" : "several others: " + graphs)
                        + ": name the graph to package, or export the model to ONNX first");
    }

    private static Path existing(Path graph, List<Path> folders) throws IOException {
        if (Files.isRegularFile(graph)) {
            return graph;
        }
        throw new ModelRejectedException(
                graph + " does not exist: the graphs there are " + graphs(folders));
    }

    private static List<Path> graphs(List<Path> folders) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
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

    private static Path findTokenizer(Path source, List<Path> folders) {
        for (Path folder : folders) {
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

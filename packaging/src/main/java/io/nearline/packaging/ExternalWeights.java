package io.nearline.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.packaging.graph.GraphContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files beside a graph that hold its weights, where it is too large for one file.
 *
 * @param files by the names that the graph gives them
 */
record ExternalWeights(Map<String, Path> files) {
    private static final Set<String> TAKEN =
            Set.of(
                    ModelBundle.GRAPH,
                    ModelBundle.TOKENIZER,
                    ModelBundle.GOLDEN,
                    ModelBundle.MANIFEST,
                    GraphOptimisation.FILE);

    /**
     * Finds those that the graph names, which must lie in the source.
     *
     * @throws ModelRejectedException if one is missing, or is not to be had from there
     */
    static ExternalWeights of(Path graph, Path source) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        var contents = GraphContents.read(graph);
        if (contents.isPresent()) {
            for (String location : contents.get().weightFiles()) {
                files.put(location, inside(graph, location, source));
            }
        }
        return new ExternalWeights(files);
    }

    /** Copies all, and the graph beside them, which names them as they are called there. */
    void copyTo(BundleDraft draft, Path graph) throws IOException {
        boolean renamed = false;
        for (Map.Entry<String, Path> file : files.entrySet()) {
            renamed |= !nameOf(file.getKey()).equals(file.getKey());
            draft.add(file.getValue(), nameOf(file.getKey()));
        }
        if (renamed) {
            GraphContents.read(graph)
                    .orElseThrow()
                    .writeRenamed(
                            draft.directory().resolve(ModelBundle.GRAPH), ExternalWeights::nameOf);
        } else {
            draft.add(graph, ModelBundle.GRAPH);
        }
    }

    /** A bundle has no folders. */
    private static String nameOf(String location) {
        String flat = location.replace('/', '_');
        return TAKEN.contains(flat) || flat.startsWith(".") ? "weights_" + flat : flat;
    }

    private static Path inside(Path graph, String location, Path source) throws IOException {
        Path named = path(graph, location);
        boolean leaves =
                location.isEmpty()
                        || location.contains("\\")
                        || named.isAbsolute()
                        || !named.normalize().equals(named)
                        || named.startsWith("..");
        if (leaves) {
            throw refused(graph, location, "only files in its own directory are packaged");
        }
        Path file = graph.resolveSibling(named);
        if (!Files.isRegularFile(file)) {
            throw refused(graph, location, "which is not there: copy it beside the graph");
        }
        Path real = file.toRealPath();
        if (roots(source).stream().noneMatch(real::startsWith)) {
            throw refused(graph, location, "which is a link out of the model's directory: copy it");
        }
        return file;
    }

    private static Path path(Path graph, String location) {
        try {
            return Path.of(location);
        } catch (InvalidPathException e) {
            throw refused(graph, location.replaceAll("[^ -~]", "?"), "which is no path");
        }
    }

    /** The source, and the whole repository where it is a snapshot in a model hub's cache. */
    private static List<Path> roots(Path source) throws IOException {
        List<Path> roots = new ArrayList<>(List.of(source.toRealPath()));
        Path snapshots = source.toAbsolutePath().normalize().getParent();
        if (snapshots != null && snapshots.endsWith("snapshots")) {
            roots.add(snapshots.resolveSibling("blobs").toAbsolutePath());
            if (Files.exists(snapshots.resolveSibling("blobs"))) {
                roots.add(snapshots.resolveSibling("blobs").toRealPath());
            }
        }
        return roots;
    }

    private static ModelRejectedException refused(Path graph, String location, String problem) {
        return new ModelRejectedException(
                "%s keeps weights in '%s': %s; or export the graph again, into one file"
                        .formatted(graph, location, problem));
    }
}

package io.nearline.embedding.bundle;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A model directory whose files are exactly those its manifest names. */
public final class ModelBundle {

    public static final String MANIFEST = "model.json";
    public static final String GRAPH = "model.onnx";
    public static final String TOKENIZER = "tokenizer.json";
    public static final String GOLDEN = "golden.json";

    /** Files every manifest must list. Others may follow, such as a graph's external weights. */
    public static final List<String> REQUIRED_FILES = List.of(GRAPH, TOKENIZER, GOLDEN);

    private final Path directory;
    private final ModelManifest manifest;
    private final ModelId id;

    private ModelBundle(Path directory, ModelManifest manifest) {
        this.directory = directory;
        this.manifest = manifest;
        this.id = new ModelId(manifest.name(), manifest.digest());
    }

    /**
     * Reads the manifest and compares every file with its SHA-256.
     *
     * @throws ModelRejectedException if a file is missing, differs or cannot be read, or the
     *     manifest is not valid
     */
    public static ModelBundle open(Path directory) {
        ModelManifest manifest = readManifest(directory.resolve(MANIFEST));
        requireListed(directory, manifest);
        new TreeMap<>(manifest.files())
                .forEach((file, digest) -> verify(directory.resolve(file), digest));
        return new ModelBundle(directory, manifest);
    }

    /**
     * A bundle in the making: its files are taken as they lie there.
     *
     * @param manifest what {@link #MANIFEST} is going to say; its files may still be missing
     */
    public static ModelBundle draft(Path directory, ModelManifest manifest) {
        return new ModelBundle(directory, manifest);
    }

    /** Reads a manifest without looking at the files it names. */
    public static ModelManifest readManifest(Path file) {
        return BundleJson.read(
                file,
                ModelManifest.class,
                "inputs.mask",
                "inputs.tokenTypes",
                "padToken",
                "optimised",
                "optimised.inputs.mask",
                "optimised.inputs.tokenTypes",
                "optimised.fused",
                "optimised.batchInvariant",
                "outputs");
    }

    public static void writeManifest(Path file, ModelManifest manifest) throws IOException {
        BundleJson.write(file, manifest);
    }

    public ModelId id() {
        return id;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    public Path directory() {
        return directory;
    }

    /** The exported graph, from which the golden vectors come. */
    public Path graph() {
        return directory.resolve(GRAPH);
    }

    /** The graph that texts go through; see {@link ModelManifest#served()}. */
    public Path servedGraph() {
        return directory.resolve(manifest.served().file());
    }

    public Path tokenizer() {
        return directory.resolve(TOKENIZER);
    }

    public GoldenVectors golden() {
        return GoldenVectors.read(directory.resolve(GOLDEN));
    }

    private static void requireListed(Path directory, ModelManifest manifest) {
        List<String> unlisted =
                Stream.concat(REQUIRED_FILES.stream(), Stream.of(manifest.served().file()))
                        .distinct()
                        .filter(file -> !manifest.files().containsKey(file))
                        .toList();
        if (!unlisted.isEmpty()) {
            throw new ModelRejectedException(
                    directory.resolve(MANIFEST)
                            + " has no SHA-256 of "
                            + String.join(", ", unlisted)
                            + " under files: package the model again");
        }
    }

    private static void verify(Path file, String expected) {
        String found;
        try {
            found = Digests.sha256(file);
        } catch (IOException e) {
            throw new ModelRejectedException(
                    file
                            + " is named by "
                            + MANIFEST
                            + " but cannot be read: copy the bundle again, whole",
                    e);
        }
        if (!found.equals(expected)) {
            throw new ModelRejectedException(
                    file
                            + " has SHA-256 "
                            + found
                            + ", "
                            + MANIFEST
                            + " says "
                            + expected
                            + ": copy the bundle again, or package the model anew if the change was"
                            + " meant");
        }
    }
}

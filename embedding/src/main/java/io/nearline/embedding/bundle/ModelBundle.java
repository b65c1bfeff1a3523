package io.nearline.embedding.bundle;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    /** Of the graph that texts go through. */
    private final String served;

    /** Whose texts those are. */
    private final Set<Role> admitted;

    private ModelBundle(Path directory, ModelManifest manifest) {
        this(
                directory,
                manifest,
                new ModelId(manifest.name(), manifest.digest()),
                manifest.served().file(),
                admitted(manifest, manifest.served().file()));
    }

    private ModelBundle(
            Path directory, ModelManifest manifest, ModelId id, String served, Set<Role> admitted) {
        this.directory = directory;
        this.manifest = manifest;
        this.id = id;
        this.served = served;
        this.admitted = admitted;
    }

    private static Set<Role> admitted(ModelManifest manifest, String graph) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (manifest.graphOf(role).equals(graph)) {
                roles.add(role);
            }
        }
        return roles;
    }

    /**
     * The bundle as texts of a role enter it: this one, or the same model with the tower of that
     * role as the graph that serves. Vectors of both are of one space.
     */
    public ModelBundle enteredBy(Role role) {
        String graph = manifest.graphOf(role);
        return graph.equals(served)
                ? this
                : new ModelBundle(
                        directory, manifest.asExported(), id, graph, admitted(manifest, graph));
    }

    /** Whether texts of a role go through the graph that serves here. */
    public boolean admits(Role role) {
        return admitted.contains(role);
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
                "outputs",
                "entryPoints",
                "entryPoints.query",
                "entryPoints.query.prefix",
                "entryPoints.query.graph",
                "entryPoints.member",
                "entryPoints.member.prefix",
                "entryPoints.member.graph");
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
        return directory.resolve(served);
    }

    public Path tokenizer() {
        return directory.resolve(TOKENIZER);
    }

    /** Those of texts that go through the graph that serves here. */
    public GoldenVectors golden() {
        return GoldenVectors.read(directory.resolve(GOLDEN)).of(this::admits);
    }

    private static void requireListed(Path directory, ModelManifest manifest) {
        List<String> unlisted =
                Stream.concat(
                                REQUIRED_FILES.stream(),
                                Arrays.stream(Role.values()).map(manifest::graphOf))
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

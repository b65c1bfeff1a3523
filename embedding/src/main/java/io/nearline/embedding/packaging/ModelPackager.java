package io.nearline.embedding.packaging;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.GoldenVectors;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.ModelEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a model bundle of a published sentence-embedding model: a directory with an ONNX graph and
 * {@code tokenizer.json}, and whatever else tells how they are meant to be used.
 *
 * <p>All failures that the caller can mend are {@link ModelRejectedException}s of one line.
 */
public final class ModelPackager {

    private ModelPackager() {}

    /**
     * What {@link #pack} would write, without writing it.
     *
     * @throws ModelRejectedException if the directory cannot be packaged as requested
     */
    public static ModelSettings inspect(PackagingRequest request) throws IOException {
        return ModelSettings.infer(request, SourceFiles.find(request));
    }

    /**
     * Writes the bundle and verifies it by opening it. The target appears whole or not at all.
     *
     * @throws ModelRejectedException if the directory cannot be packaged as requested
     */
    public static PackagedModel pack(PackagingRequest request) throws IOException {
        SourceFiles source = SourceFiles.find(request);
        ModelSettings settings = ModelSettings.infer(request, source);
        GraphOptimisation serving;
        try (BundleDraft draft = BundleDraft.beside(request.target())) {
            draft.add(source.graph(), ModelBundle.GRAPH);
            for (Path weights : source.weights()) {
                draft.add(weights, weights.getFileName().toString());
            }
            draft.add(source.tokenizer(), ModelBundle.TOKENIZER);
            serving = serving(draft.directory(), settings.manifest(), request.graphForm());
            complete(draft.directory(), serving.manifest());
            ModelEncoder.open(ModelBundle.open(draft.directory())).close();
            draft.publish();
        }
        return new PackagedModel(ModelBundle.open(request.target()), settings, serving.graph());
    }

    /** The golden vectors are the exported graph's, whichever serves. */
    private static GraphOptimisation serving(Path directory, ModelManifest exported, GraphForm form)
            throws IOException {
        goldenVectors(directory, exported).write(directory.resolve(ModelBundle.GOLDEN));
        return switch (form) {
            case AS_EXPORTED -> GraphOptimisation.none(exported);
            case OPTIMISED -> GraphOptimisation.attempt(directory, exported);
        };
    }

    private static void complete(Path directory, ModelManifest manifest) throws IOException {
        ModelBundle.writeManifest(
                directory.resolve(ModelBundle.MANIFEST), manifest.withFiles(digests(directory)));
    }

    private static GoldenVectors goldenVectors(Path directory, ModelManifest manifest) {
        List<GoldenVector> vectors = new ArrayList<>();
        try (ModelEncoder encoder =
                ModelEncoder.openUntested(ModelBundle.draft(directory, manifest))) {
            for (String text : GoldenTexts.ALL) {
                vectors.add(
                        new GoldenVector(text, null, encoder.vector(EmbeddableText.passage(text))));
            }
            if (!manifest.queryPrefix().equals(manifest.passagePrefix())) {
                for (String text : GoldenTexts.QUERIES) {
                    float[] vector = encoder.vector(EmbeddableText.query(text));
                    vectors.add(new GoldenVector(text, Role.QUERY, vector));
                }
            }
        } catch (ModelRejectedException e) {
            throw e;
        } catch (EmbeddingException e) {
            throw new ModelRejectedException(
                    "the graph fails on golden text "
                            + vectors.size()
                            + " with a window of "
                            + manifest.maxTokens()
                            + " tokens: "
                            + e.getMessage()
                            + "; ask for fewer max tokens, or check that tokenizer.json belongs to"
                            + " the graph",
                    e);
        }
        return new GoldenVectors(manifest.precision().goldenCosine(), vectors);
    }

    private static Map<String, String> digests(Path directory) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                digests.put(file.getFileName().toString(), Digests.sha256(file));
            }
        }
        return digests;
    }
}

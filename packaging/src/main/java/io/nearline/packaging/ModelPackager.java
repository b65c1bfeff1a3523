package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.GoldenVectors;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.onnx.SignedWeights;
import io.nearline.packaging.graph.PortableWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Makes a model bundle of a published sentence-embedding model: a directory with an ONNX graph and
 * {@code tokenizer.json}, and whatever else tells how they are meant to be used.
 *
 * <p>All failures that the caller can mend are {@link ModelRejectedException}s of one line.
 */
public final class ModelPackager {

    /** Texts of the publisher's that become golden; every start computes them again. */
    private static final int EXPECTED_KEPT = 32;

    private ModelPackager() {}

    /**
     * What {@link #pack} would write, without writing it.
     *
     * @throws ModelRejectedException if the directory cannot be packaged as requested
     */
    public static ModelSettings inspect(PackagingRequest request) throws IOException {
        return ModelSettings.infer(request, Publication.read(request));
    }

    /**
     * Writes the bundle and verifies it by opening it. The target appears whole or not at all.
     *
     * @throws ModelRejectedException if the directory cannot be packaged as requested
     */
    public static PackagedModel pack(PackagingRequest request) throws IOException {
        return pack(request, step -> {});
    }

    /**
     * As {@link #pack(PackagingRequest)}.
     *
     * @param progress is told what goes on where it takes long
     */
    public static PackagedModel pack(PackagingRequest request, Consumer<String> progress)
            throws IOException {
        Publication model = Publication.read(request);
        ModelSettings settings = ModelSettings.infer(request, model);
        Optional<CalibrationTexts> texts = calibrationTexts(request, settings);
        Optional<ExpectedVectors> expected =
                request.expected().isPresent()
                        ? Optional.of(ExpectedVectors.read(request.expected().get()))
                        : Optional.empty();
        Map<String, String> checks = new LinkedHashMap<>();
        GraphOptimisation serving;
        try (BundleDraft draft = BundleDraft.beside(request.target())) {
            try {
                model.files().copyTo(draft);
                for (RequestedEntry entry : settings.entries()) {
                    entry.copyTo(draft, request.source());
                }
                Path directory = draft.directory();
                makePortable(directory.resolve(ModelBundle.GRAPH), settings);
                model.tokenizer().writeTo(directory.resolve(ModelBundle.TOKENIZER));
                ModelManifest exported = settings.manifest();
                ModelBundle reference = ModelBundle.draft(directory, exported);
                checks.put("unknown pieces", UnknownPieces.require(reference).toString());
                if (expected.isPresent()) {
                    checks.put(
                            "expected vectors",
                            Expectation.require(directory, exported, expected.get()));
                }
                if (texts.isPresent()) {
                    goldenVectors(directory, exported, Precision.INT8, expected);
                    serving =
                            new StaticQuantisation(directory, exported, progress)
                                    .apply(texts.get());
                    settings = settings.withPrecision(calibrated(request));
                } else {
                    goldenVectors(directory, exported, exported.precision(), expected);
                    serving = serving(directory, exported, request.graphForm());
                }
                narrowGoldenVectors(directory, serving.manifest());
                addGoldenVectorsOfTowers(directory, exported);
                complete(directory, serving.manifest());
                verify(ModelBundle.open(directory));
            } catch (ModelRejectedException e) {
                throw draft.aboutSource(e, request.source());
            }
            draft.publish();
        }
        return new PackagedModel(
                ModelBundle.open(request.target()), settings, serving.graph(), checks);
    }

    private static Optional<CalibrationTexts> calibrationTexts(
            PackagingRequest request, ModelSettings settings) throws IOException {
        if (request.calibration().isEmpty()) {
            return Optional.empty();
        }
        if (settings.precision().value() != Precision.FP32) {
            throw new ModelRejectedException(
                    "the graph is "
                            + settings.precision()
                            + ": calibration quantises an fp32 graph, so give the one that it was"
                            + " made of");
        }
        if (request.graphForm() != GraphForm.OPTIMISED) {
            throw new ModelRejectedException(
                    "calibration quantises the optimised graph: ask for that too, or leave out the"
                            + " calibration");
        }
        return Optional.of(CalibrationTexts.read(request.calibration().get()));
    }

    private static Inferred<Precision> calibrated(PackagingRequest request) {
        return new Inferred<>(
                Precision.INT8, "scales fixed by " + request.calibration().orElseThrow());
    }

    private static GraphOptimisation serving(Path directory, ModelManifest exported, GraphForm form)
            throws IOException {
        return switch (form) {
            case AS_EXPORTED -> GraphOptimisation.none(exported);
            case OPTIMISED -> GraphOptimisation.attempt(directory, exported);
        };
    }

    /** Gives it weights that saturate nowhere; {@link GraphPrecision#of} has told so. */
    private static void makePortable(Path graph, ModelSettings settings) throws IOException {
        if (settings.precision().value() == Precision.INT8
                && SignedWeights.of(graph).saturating() > 0) {
            PortableWeights.write(graph, graph);
        }
    }

    /** What serves was compared with the golden vectors' graph: how far it is off is known. */
    private static void narrowGoldenVectors(Path directory, ModelManifest serving)
            throws IOException {
        if (serving.precision() != Precision.INT8) {
            return;
        }
        ModelBundle bundle = ModelBundle.draft(directory, serving);
        try (ModelEncoder encoder = ModelEncoder.openUntested(bundle)) {
            encoder.verify(bundle);
            bundle.golden()
                    .narrowed(encoder::row, encoder.layout(), serving.precision().processorCosine())
                    .write(directory.resolve(ModelBundle.GOLDEN));
        }
    }

    /** After the others, whose tolerance is that of another graph. */
    private static void addGoldenVectorsOfTowers(Path directory, ModelManifest exported)
            throws IOException {
        ModelBundle posts = ModelBundle.draft(directory, exported);
        for (Role role : Role.values()) {
            if (posts.admits(role)) {
                continue;
            }
            List<GoldenVector> vectors = new ArrayList<>();
            try (ModelEncoder encoder = ModelEncoder.openUntested(posts.enteredBy(role))) {
                for (String text : GoldenTexts.QUERIES) {
                    vectors.add(golden(EmbeddableText.of(role, text), encoder));
                }
            }
            Path file = directory.resolve(ModelBundle.GOLDEN);
            GoldenVectors.read(file).with(vectors).write(file);
        }
    }

    private static void verify(ModelBundle bundle) {
        ModelEncoder.open(bundle).close();
        for (Role role : Role.values()) {
            if (!bundle.admits(role)) {
                ModelEncoder.open(bundle.enteredBy(role)).close();
            }
        }
    }

    private static void complete(Path directory, ModelManifest manifest) throws IOException {
        ModelBundle.writeManifest(
                directory.resolve(ModelBundle.MANIFEST), manifest.withFiles(digests(directory)));
    }

    /**
     * The golden vectors are the exported graph's, whichever serves.
     *
     * @param served what serves computes in this, which decides how close it has to come
     */
    private static void goldenVectors(
            Path directory,
            ModelManifest exported,
            Precision served,
            Optional<ExpectedVectors> expected)
            throws IOException {
        new GoldenVectors(served.goldenCosine(), vectors(directory, exported, expected))
                .write(directory.resolve(ModelBundle.GOLDEN));
    }

    private static List<GoldenVector> vectors(
            Path directory, ModelManifest manifest, Optional<ExpectedVectors> expected) {
        List<GoldenVector> vectors = new ArrayList<>();
        ModelBundle draft = ModelBundle.draft(directory, manifest);
        try (ModelEncoder encoder = ModelEncoder.openUntested(draft)) {
            for (String text : GoldenTexts.ALL) {
                vectors.add(golden(EmbeddableText.passage(text), encoder));
            }
            for (Role role : List.of(Role.QUERY, Role.MEMBER)) {
                if (isOfItsOwn(role, draft)) {
                    for (String text : GoldenTexts.QUERIES) {
                        vectors.add(golden(EmbeddableText.of(role, text), encoder));
                    }
                }
            }
            EncoderCheck.requireMeaning(vectors, encoder);
            expected.map(ExpectedVectors::texts).orElse(List.of()).stream()
                    .limit(EXPECTED_KEPT)
                    .forEach(one -> vectors.add(golden(one.text(), encoder)));
        } catch (ModelRejectedException e) {
            throw e;
        } catch (EmbeddingException e) {
            throw new ModelRejectedException(
                    "the graph fails on text "
                            + vectors.size()
                            + " with a window of "
                            + manifest.maxTokens()
                            + " tokens: "
                            + e.getMessage()
                            + "; ask for fewer max tokens, or check that tokenizer.json belongs to"
                            + " the graph",
                    e);
        }
        return vectors;
    }

    /** Whether its texts are read otherwise than posts, by the graph of the posts. */
    private static boolean isOfItsOwn(Role role, ModelBundle bundle) {
        ModelManifest manifest = bundle.manifest();
        return bundle.admits(role) && !manifest.prefix(role).equals(manifest.passagePrefix());
    }

    private static GoldenVector golden(EmbeddableText text, ModelEncoder encoder) {
        float[] row = encoder.row(text);
        return new GoldenVector(
                        text.text(),
                        text.role() == Role.PASSAGE ? null : text.role(),
                        encoder.layout().main(row))
                .withOutputs(encoder.layout().further(row));
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

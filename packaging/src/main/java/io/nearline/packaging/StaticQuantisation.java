package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.Processor;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.OptimisedGraph;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.onnx.IntegerProducts;
import io.nearline.embedding.onnx.OnnxModel;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.packaging.graph.GraphOptimiser;
import io.nearline.packaging.graph.InputSample;
import io.nearline.packaging.graph.UnrecognisedGraphException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes an fp32 graph one of 8-bit integers whose scales come from texts, once, so that a vector
 * does not depend on its batch mates.
 */
final class StaticQuantisation {
    private final Path directory;
    private final ModelManifest exported;
    private final Consumer<String> progress;

    /**
     * For one bundle in the making.
     *
     * @param directory holds the exported graph and the tokenizer, and gets the new graph
     * @param exported says fp32
     */
    StaticQuantisation(Path directory, ModelManifest exported, Consumer<String> progress) {
        this.directory = directory;
        this.exported = exported;
        this.progress = progress;
    }

    /**
     * Quantises, and compares the vectors with the exported graph's.
     *
     * @throws ModelRejectedException if the graph is not one it knows, or the vectors are too far
     *     off or depend on batch mates
     */
    GraphOptimisation apply(CalibrationTexts texts) throws IOException {
        ModelBundle reference = ModelBundle.draft(directory, exported);
        try (TextTokenizer tokenizer = TextTokenizer.open(reference)) {
            ModelManifest quantised = quantise(tokens(tokenizer, texts.used()));
            ModelBundle result = ModelBundle.draft(directory, quantised);
            progress.accept("comparing vectors");
            VectorComparison seen = compare(reference, result);
            Closeness closeness;
            try (OnnxModel expected = OnnxModel.open(reference);
                    OnnxModel actual = OnnxModel.open(result)) {
                InvarianceCheck.require(actual, tokens(tokenizer, GoldenTexts.ALL));
                closeness = Closeness.of(expected, actual, tokens(tokenizer, texts.heldOut()));
            }
            return new GraphOptimisation(
                    quantised,
                    new Inferred<>(
                            GraphOptimisation.FILE,
                            String.join(
                                    "; ",
                                    Objects.requireNonNull(quantised.optimised()).summary(),
                                    "scales from " + texts.used().size() + " texts",
                                    closeness.toString(),
                                    seen.toString(),
                                    "same bits in every batch")));
        }
    }

    private ModelManifest quantise(List<TokenIds> texts) throws IOException {
        ModelManifest int8 = exported.withPrecision(Precision.INT8);
        try {
            Map<String, InputSample> seen = Calibration.run(directory, int8, texts, progress);
            progress.accept("choosing scales for " + seen.size() + " products");
            OptimisedGraph graph =
                    new GraphOptimiser(int8)
                            .quantise(
                                    directory.resolve(ModelBundle.GRAPH),
                                    directory.resolve(GraphOptimisation.FILE),
                                    seen);
            return int8.withOptimised(graph);
        } catch (UnrecognisedGraphException e) {
            throw new ModelRejectedException(
                    "the graph cannot be quantised here: "
                            + e.getMessage()
                            + "; package it without calibration",
                    e);
        }
    }

    private static VectorComparison compare(ModelBundle reference, ModelBundle result) {
        VectorComparison seen = VectorComparison.of(reference, result);
        double needed = Precision.INT8.optimisedCosine();
        // Written so that NaN is refused too.
        if (!(seen.worstCosine() >= needed)) {
            throw new ModelRejectedException(
                    "the quantised graph gives other vectors: "
                            + seen
                            + ", needed "
                            + needed
                            + "; "
                            + remedy());
        }
        return seen;
    }

    /** More texts do not help where the sums are wrong. */
    private static String remedy() {
        return IntegerProducts.here() == IntegerProducts.WRONG
                ? "the runtime multiplies integers wrongly on this processor (%s): package elsewhere, or serve the fp32 graph"
                        .formatted(Processor.here().summary())
                : "calibrate with more texts of more kinds, or package without calibration";
    }

    private static List<TokenIds> tokens(TextTokenizer tokenizer, List<String> texts) {
        return texts.stream().map(EmbeddableText::passage).map(tokenizer::tokenize).toList();
    }
}

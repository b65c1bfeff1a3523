package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.OptimisedGraph;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.onnx.OnnxModel;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.embedding.vector.Cosine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models that the build takes from their published artifacts, made faster. */
class OptimisedBundleTest {
    private static final EngineOptions OPTIONS = EngineOptions.forCpus(2);

    @TempDir private static Path folder;
    private static PackagedModel fp32;
    private static PackagedModel int8;
    private static PackagedModel exportedFp32;
    private static PackagedModel exportedInt8;
    private static List<float[]> exportedFp32Vectors;

    @BeforeAll
    static void packageAll() throws IOException {
        fp32 = pack(Bundles.FP32, "fp32", GraphForm.OPTIMISED);
        int8 = pack(Bundles.INT8, "int8", GraphForm.OPTIMISED);
        exportedFp32 = pack(Bundles.FP32, "exported-fp32", GraphForm.AS_EXPORTED);
        exportedInt8 = pack(Bundles.INT8, "exported-int8", GraphForm.AS_EXPORTED);
        exportedFp32Vectors = vectors(exportedFp32.bundle().directory(), OPTIONS);
    }

    @Test
    void theBuildsBundlesServeTheSameGraphs() {
        assertThat(served(Bundles.FP32)).isEqualTo(served(fp32.bundle().directory()));
        assertThat(served(Bundles.INT8)).isEqualTo(served(int8.bundle().directory()));
    }

    @Test
    void fusesEveryLayer() {
        OptimisedGraph plain = fp32.bundle().manifest().optimised();
        assertThat(plain.fused())
                .containsEntry("Attention", 6)
                .containsEntry("BiasGelu", 6)
                .containsEntry("SkipLayerNormalization", 13);
        OptimisedGraph quantised = int8.bundle().manifest().optimised();
        assertThat(quantised.fused())
                .containsEntry("QAttention", 6)
                .containsEntry("DynamicQuantizeMatMul", 18)
                .containsEntry("SkipLayerNormalization", 13);
    }

    @Test
    void readsAMaskOnlyWhereTextsMayBePadded() {
        assertThat(fp32.bundle().manifest().served().inputs().padding()).contains("attention_mask");
        assertThat(int8.bundle().manifest().served().inputs().padding()).isEmpty();
        assertThat(fp32.bundle().manifest().served().inputs().segments()).isEmpty();
    }

    @Test
    void fp32GivesTheVectorsOfTheExportedGraph() {
        assertThat(worstCosine(exportedFp32Vectors, fp32, OPTIONS)).isGreaterThan(0.999999);
    }

    @Test
    void fp32GivesThemInPaddedBatchesToo() {
        EngineOptions batches = OPTIONS.withBatchPolicy(BatchPolicy.tokenBudget(1024));
        assertThat(worstCosine(exportedFp32Vectors, fp32, batches)).isGreaterThan(0.999999);
    }

    @Test
    void fp32GivesThemInBatchesOfOneLengthToo() {
        EngineOptions batches = OPTIONS.withBatchPolicy(BatchPolicy.equalLengths(1024));
        assertThat(worstCosine(exportedFp32Vectors, fp32, batches)).isGreaterThan(0.999999);
    }

    @Test
    void int8StaysWithinItsTolerance() {
        List<float[]> expected = vectors(exportedInt8.bundle().directory(), OPTIONS);

        assertThat(worstCosine(expected, int8, OPTIONS)).isGreaterThan(0.98);
    }

    @Test
    void int8TakesNoPaddedBatch() {
        List<TokenIds> unequal =
                List.of(
                        new TokenIds(new long[] {101, 7592, 102}, false),
                        new TokenIds(new long[] {101, 7592, 2088, 102}, false));
        try (OnnxModel model = OnnxModel.open(int8.bundle())) {
            assertThatThrownBy(() -> model.vectors(new TokenBatch(unequal, 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("which takes no mask: give it texts of one length");
        }
    }

    @Test
    void tokenBeyondTheVocabularyIsStillTheTextsFault() {
        TokenIds foreign = new TokenIds(new long[] {101, 1_000_000, 102}, false);
        try (OnnxModel model = OnnxModel.open(int8.bundle())) {
            assertThatThrownBy(() -> model.vectors(new TokenBatch(List.of(foreign), 0)))
                    .isInstanceOf(UnembeddableTextException.class);
        }
    }

    @Test
    void int8GivesTheSameBitsEveryTime() {
        List<float[]> once = vectors(int8.bundle().directory(), OPTIONS);
        List<float[]> again = vectors(int8.bundle().directory(), OPTIONS.withWorkers(1));
        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i)).containsExactly(once.get(i));
        }
    }

    @Test
    void int8IsRefusedWithHalfItsWindow() throws IOException {
        Path bundle = copy(int8, "cut");
        Path manifest = bundle.resolve(ModelBundle.MANIFEST);
        int window = int8.bundle().manifest().maxTokens();
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"maxTokens\" : " + window, "\"maxTokens\" : " + window / 2));

        assertThatThrownBy(() -> Embedders.open(bundle, OPTIONS))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("golden vector 16 is missed");
    }

    @Test
    void isAnotherModelThanItsExport() {
        assertThat(int8.bundle().id().digest()).isNotEqualTo(exportedInt8.bundle().id().digest());
    }

    @Test
    void refusesAnAlteredGraph() throws IOException {
        Path bundle = copy(int8, "altered");
        Path graph = bundle.resolve("optimised.onnx");
        byte[] bytes = Files.readAllBytes(graph);
        bytes[bytes.length / 2] ^= 1;
        Files.write(graph, bytes);

        assertThatThrownBy(() -> Embedders.open(bundle, OPTIONS))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("optimised.onnx has SHA-256");
    }

    private static PackagedModel pack(Path source, String name, GraphForm form) throws IOException {
        return ModelPackager.pack(
                PackagingRequest.builder(source, folder.resolve(name)).graphForm(form).build());
    }

    /** Of which a test may spoil the files. */
    private static Path copy(PackagedModel model, String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> files = Files.list(model.bundle().directory())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    /** SHA-256 of the graph that texts go through. */
    private static String served(Path bundle) {
        ModelManifest manifest = ModelBundle.open(bundle).manifest();
        return manifest.files().get(manifest.served().file());
    }

    private static double worstCosine(
            List<float[]> expected, PackagedModel optimised, EngineOptions options) {
        List<float[]> found = vectors(optimised.bundle().directory(), options);
        double worst = 1;
        for (int i = 0; i < expected.size(); i++) {
            worst = Math.min(worst, Cosine.between(expected.get(i), found.get(i)));
        }
        return worst;
    }

    private static List<float[]> vectors(Path bundle, EngineOptions options) {
        try (Embedder embedder = Embedders.open(bundle, options)) {
            List<CompletableFuture<Embedding>> answers =
                    GoldenTexts.ALL.stream()
                            .map(EmbeddableText::passage)
                            .map(embedder::embed)
                            .toList();
            return answers.stream().map(answer -> answer.join().vector()).toList();
        }
    }
}

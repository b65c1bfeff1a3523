package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.BatchInvariance;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a request to quantise with scales from texts. */
class StaticQuantisationTest {
    private static final EngineOptions ONE = EngineOptions.forCpus(1);

    @TempDir private Path folder;
    private Path source;
    private Path texts;

    @BeforeEach
    void writeTexts() throws IOException {
        source = folder.resolve("tiny");
        texts = folder.resolve("texts");
        Files.write(texts, sentences());
    }

    @Test
    void servesIntegersThatBatchMatesDoNotMove() throws IOException {
        TinyModel.ENCODER.writeTo(source);
        List<String> progress = new ArrayList<>();

        PackagedModel packaged = ModelPackager.pack(request("int8").build(), progress::add);

        ModelManifest manifest = packaged.bundle().manifest();
        assertThat(manifest.precision()).isEqualTo(Precision.INT8);
        assertThat(manifest.batchInvariance()).isEqualTo(BatchInvariance.IF_UNPADDED);
        assertThat(manifest.optimised().fused())
                .containsEntry("QAttention", 1)
                .containsEntry("MatMulIntegerToFloat", 3)
                .doesNotContainKey("DynamicQuantizeMatMul");
        assertThat(packaged.graph().origin())
                .contains("scales from 192 texts", "median cosine 0.9", "same bits in every batch");
        assertThat(packaged.settings().explained().get("precision"))
                .isEqualTo("int8 (scales fixed by " + texts + ")");
        assertThat(progress).contains("calibrated with 192 of 192 texts", "comparing vectors");
    }

    @Test
    void leavesNoFileThatTheManifestDoesNotName() throws IOException {
        TinyModel.ENCODER.writeTo(source);
        ModelBundle bundle = ModelPackager.pack(request("int8").build()).bundle();

        try (var files = Files.list(bundle.directory())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "model.onnx",
                            "optimised.onnx",
                            "tokenizer.json",
                            "golden.json",
                            "model.json");
        }
    }

    @Test
    void sameTextsGiveTheSameModel() throws IOException {
        TinyModel.ENCODER.writeTo(source);

        assertThat(ModelPackager.pack(request("one").name("it").build()).bundle().id())
                .isEqualTo(ModelPackager.pack(request("two").name("it").build()).bundle().id());
    }

    @Test
    void isRefusedBatchesOfDifferentLengths() throws IOException {
        TinyModel.ENCODER.writeTo(source);
        Path bundle = ModelPackager.pack(request("int8").build()).bundle().directory();

        assertThatThrownBy(
                        () ->
                                Embedders.open(
                                        bundle, ONE.withBatchPolicy(BatchPolicy.tokenBudget(512))))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("takes no mask")
                .hasMessageContaining("equal length");
    }

    @Test
    void refusesWhatItCannotQuantise() throws IOException {
        TinyModel.QUANTISED_ENCODER.writeTo(source);
        assertRejected(request("a"), "the graph is int8 (the graph has Dynamic");
        TinyModel.BERT.writeTo(source);
        assertRejected(request("a"), "the graph cannot be quantised here: of its 0 attention");
        TinyModel.ENCODER.writeTo(source);
        assertRejected(request("a").graphForm(GraphForm.AS_EXPORTED), "the optimised graph");
        assertRejected(request("a").calibration(folder.resolve("none")), "does not exist");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void cannotBeMadeAnewWithoutItsTexts() throws IOException {
        TinyModel.ENCODER.writeTo(source);
        Path bundle = ModelPackager.pack(request("int8").build()).bundle().directory();
        Files.delete(bundle.resolve("optimised.onnx"));

        assertThatThrownBy(() -> OptimisedFiles.complete(bundle))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("copy that file too");
    }

    @Test
    void minilmStaysCloseToFp32AndGivesTheSameBitsInBatches() throws IOException {
        List<String> posts = SharedData.posts(350);
        Files.write(
                texts,
                posts.subList(0, 250).stream().map(post -> post.replace('\n', ' ')).toList());
        PackagingRequest request =
                PackagingRequest.builder(Bundles.FP32, folder.resolve("minilm"))
                        .graphForm(GraphForm.OPTIMISED)
                        .calibration(texts)
                        .build();
        Path bundle = ModelPackager.pack(request).bundle().directory();
        List<String> others = posts.subList(250, 350);

        List<float[]> alone = vectors(bundle, others, ONE);
        List<float[]> batched =
                vectors(bundle, others, ONE.withBatchPolicy(BatchPolicy.equalLengths(512)));
        List<float[]> exact = vectors(Bundles.FP32, others, ONE);

        for (int i = 0; i < others.size(); i++) {
            assertThat(batched.get(i)).containsExactly(alone.get(i));
            assertThat(Cosine.between(alone.get(i), exact.get(i))).isGreaterThan(0.98);
        }
        assertRefusesHalfTheWindow(bundle);
    }

    /** Int8 may be off from its golden vectors, but not so far that a cut would not show. */
    private static void assertRefusesHalfTheWindow(Path bundle) throws IOException {
        Path manifest = bundle.resolve(ModelBundle.MANIFEST);
        int window = ModelBundle.readManifest(manifest).maxTokens();
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"maxTokens\" : " + window, "\"maxTokens\" : " + window / 2));

        assertThatThrownBy(() -> Embedders.open(bundle, ONE))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("golden vector 16 is missed");
    }

    /** Different ones of the words that the tiny models know. */
    private static List<String> sentences() {
        List<String> words = List.of("storm", "flood", "late", "train", "the", "a");
        return IntStream.range(0, 240)
                .mapToObj(
                        i ->
                                IntStream.range(0, 3 + i % 5)
                                        .mapToObj(k -> words.get((i * (k + 1) + k) % words.size()))
                                        .collect(Collectors.joining(" ", "x" + i + " ", "")))
                .toList();
    }

    private PackagingRequest.Builder request(String target) {
        return PackagingRequest.builder(source, folder.resolve(target))
                .graphForm(GraphForm.OPTIMISED)
                .calibration(texts);
    }

    private static void assertRejected(PackagingRequest.Builder request, String message) {
        assertThatThrownBy(() -> ModelPackager.pack(request.build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static List<float[]> vectors(Path bundle, List<String> texts, EngineOptions options) {
        try (Embedder embedder = Embedders.open(bundle, options)) {
            List<CompletableFuture<Embedding>> answers =
                    texts.stream().map(EmbeddableText::passage).map(embedder::embed).toList();
            return answers.stream().map(answer -> answer.join().vector()).toList();
        }
    }
}

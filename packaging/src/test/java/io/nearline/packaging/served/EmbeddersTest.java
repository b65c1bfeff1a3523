package io.nearline.packaging.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.Device;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.UnitLength;
import io.nearline.packaging.Bundles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The real models, text to vector. */
class EmbeddersTest {

    private static final EngineOptions OPTIONS = EngineOptions.forCpus(2);

    /** The models the build makes, with the digests that published vectors carry. */
    enum Model {
        FP32("64661b785bfdfbfa175af0d4315667b08d63eed6dcf630f47768ea557aeb7f95"),
        INT8("dfe7a38f955c35fb7835dd78bee4be7c199976c1e4cd60a805bcc45f578a89ad");

        private final String digest;

        Model(String digest) {
            this.digest = digest;
        }

        Embedder open() {
            return Embedders.open(this == FP32 ? Bundles.FP32 : Bundles.INT8, OPTIONS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bundlesHaveTheSameDigestOnEveryMachine(Model model) {
        try (Embedder embedder = model.open()) {
            assertThat(embedder.model().digest()).isEqualTo(model.digest);
            assertThat(embedder.dimensions()).isEqualTo(384);
        }
    }

    @ParameterizedTest
    @EnumSource
    void turnsEveryTextIntoVectorOfUnitLength(Model model) {
        try (Embedder embedder = model.open()) {
            for (Embedding embedding : embed(embedder, texts())) {
                assertThat(embedding.vector()).hasSize(384);
                assertThat(UnitLength.lengthOf(embedding.vector()))
                        .isEqualTo(1, Offset.offset(1e-6));
            }
        }
    }

    @Test
    void reportsTextsThatTheWindowCuts() {
        try (Embedder embedder = Model.INT8.open()) {
            Embedding fits = embed(embedder, "word ".repeat(254));
            Embedding cut = embed(embedder, "word ".repeat(255));

            assertThat(fits.tokens()).isEqualTo(256);
            assertThat(fits.truncated()).isFalse();
            assertThat(cut.tokens()).isEqualTo(256);
            assertThat(cut.truncated()).isTrue();
        }
    }

    @Test
    void textBeyondTokenOf128StillCounts() {
        String start = "the harbour was quiet ".repeat(35);
        try (Embedder embedder = Model.FP32.open()) {
            float[] one = embed(embedder, start + "a cat slept on the wall").vector();
            float[] other = embed(embedder, start + "shares of the bank fell sharply").vector();

            assertThat(Cosine.between(one, other)).isLessThan(0.999);
        }
    }

    @Test
    void int8GivesTheSameBitsAloneAndUnderLoad() {
        List<String> texts = texts();
        try (Embedder embedder = Model.INT8.open()) {
            List<Embedding> alone = texts.stream().map(text -> embed(embedder, text)).toList();

            List<String> crowd = new ArrayList<>();
            Collections.nCopies(8, texts).forEach(crowd::addAll);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < crowd.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, new Random(7));
            List<Embedding> loaded = embed(embedder, order.stream().map(crowd::get).toList());

            for (int i = 0; i < loaded.size(); i++) {
                float[] expected = alone.get(order.get(i) % texts.size()).vector();
                assertThat(loaded.get(i).vector()).containsExactly(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("batchPolicies")
    void fp32GivesTheSameVectorWhateverItsBatchMates(BatchPolicy policy) {
        EngineOptions batching = OPTIONS.withBatchPolicy(policy);
        List<String> texts = texts();
        try (Embedder single = Model.FP32.open();
                Embedder batched = Embedders.open(Bundles.FP32, batching)) {
            List<Embedding> alone = embed(single, texts);
            List<Embedding> together = embed(batched, texts);

            assertThat(together).anyMatch(embedding -> embedding.cost().batchTexts() > 1);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(Cosine.between(alone.get(i).vector(), together.get(i).vector()))
                        .isGreaterThanOrEqualTo(0.999999);
            }
        }
    }

    /** The build's runtime is the one for processors. */
    @Test
    void gpuIsRefusedWithoutARuntimeThatKnowsIt() {
        EngineOptions gpu = OPTIONS.withDevice(Device.parse("cuda:1"));

        assertThatThrownBy(() -> Embedders.open(Bundles.FP32, gpu))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageStartingWith("the device is cuda:1, but the ONNX Runtime ")
                .hasMessageContaining("com.microsoft.onnxruntime:onnxruntime_gpu:1.")
                .hasMessageContaining("nearline.embed.device");
    }

    private static List<BatchPolicy> batchPolicies() {
        return List.of(
                BatchPolicy.tokenBudget(512),
                BatchPolicy.equalLengths(512),
                BatchPolicy.similarLengths(512));
    }

    /** Forty texts from one word to beyond the window. */
    private static List<String> texts() {
        List<String> words =
                List.of("harbour", "evening", "Zürich", "🎉", "wins", "the", "шторм", "of", "rain");
        Random random = new Random(42);
        List<String> texts = new ArrayList<>();
        for (int length = 1; texts.size() < 40; length = length % 300 * 5 / 4 + 1) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static Embedding embed(Embedder embedder, String text) {
        return embedder.embed(EmbeddableText.passage(text)).join();
    }

    private static List<Embedding> embed(Embedder embedder, List<String> texts) {
        return texts.stream()
                .map(text -> embedder.embed(EmbeddableText.passage(text)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }
}

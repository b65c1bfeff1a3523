package io.nearline.packaging.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtException;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.onnx.GraphSignature;
import io.nearline.embedding.onnx.OnnxModel;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.embedding.vector.Cosine;
import io.nearline.packaging.Bundles;
import io.nearline.packaging.SharedData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OnnxModelTest {

    private static final TokenIds HELLO = new TokenIds(new long[] {101, 7592, 2088, 102}, false);

    @Test
    void tokenBeyondTheVocabularyIsTheTextsFault() {
        TokenIds foreign = new TokenIds(new long[] {101, 1_000_000, 102}, false);

        try (OnnxModel model = OnnxModel.open(ModelBundle.open(Bundles.INT8))) {
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> model.vectors(new TokenBatch(List.of(foreign), 0)))
                        .isInstanceOf(UnembeddableTextException.class)
                        .hasMessage("ONNX Runtime failed with ORT_INVALID_ARGUMENT");
            }
            assertThat(model.vectors(new TokenBatch(List.of(HELLO), 0))).hasSize(1);
        }
    }

    @Test
    @Timeout(60)
    void runEndsWhenItIsToldToAndTheNextOneDoesNot() throws Exception {
        TokenBatch batch = new TokenBatch(List.of(new TokenIds(new long[256], false)), 0);
        try (OnnxModel model = OnnxModel.open(ModelBundle.open(Bundles.INT8))) {
            FutureTask<Throwable> untilTold = new FutureTask<>(() -> firstFailure(model, batch));
            Thread worker = new Thread(untilTold);
            worker.start();
            while (!untilTold.isDone()) {
                model.terminate(worker);
                Thread.onSpinWait();
            }

            assertThat(untilTold.get()).isInstanceOf(RetryableEmbeddingException.class);
            assertThat(model.vectors(batch)).hasSize(1);
        }
    }

    private static Throwable firstFailure(OnnxModel model, TokenBatch batch) {
        while (true) {
            try {
                model.vectors(batch);
            } catch (EmbeddingException e) {
                return e;
            }
        }
    }

    @Test
    void signatureNamesInputsAndOutputs() {
        GraphSignature signature = GraphSignature.of(Bundles.INT8.resolve(ModelBundle.GRAPH));

        assertThat(signature.inputs())
                .containsOnlyKeys("input_ids", "attention_mask", "token_type_ids");
        assertThat(signature.outputs().get("last_hidden_state")).hasToString("float[?, ?, 384]");
    }

    /** A first look: {@code IndependentPathITCase} does the same on many more posts. */
    @Test
    void agreesWithPlainRuntimeOnRealPosts() throws IOException, OrtException {
        List<String> posts = SharedData.posts(1000);
        int longest = 0;
        try (Embedder embedder = Embedders.open(Bundles.FP32, EngineOptions.forCpus(2));
                RawRuntime raw = new RawRuntime(Bundles.FP32);
                HuggingFaceTokenizer tokenizer =
                        HuggingFaceTokenizer.newInstance(
                                Bundles.FP32.resolve(ModelBundle.TOKENIZER),
                                Map.of(
                                        "truncation",
                                        "true",
                                        "padding",
                                        "false",
                                        "maxLength",
                                        "256"))) {
            List<CompletableFuture<Embedding>> answers =
                    posts.stream()
                            .map(post -> embedder.embed(EmbeddableText.passage(post)))
                            .toList();
            for (int i = 0; i < posts.size(); i++) {
                long[] ids = tokenizer.encode(posts.get(i)).getIds();
                longest = Math.max(longest, ids.length);
                assertThat(Cosine.between(answers.get(i).join().vector(), raw.mean(ids)))
                        .as("post %s", i)
                        .isGreaterThanOrEqualTo(0.9999);
            }
        }
        assertThat(longest).isGreaterThan(128);
    }
}

package io.nearline.it.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.UnitLength;
import io.nearline.testkit.ProjectFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our vectors of real posts are those of the model, whatever else we do for speed. */
class IndependentPathITCase {
    private static final int POSTS = 1_000;
    private static final int LONG_TOKENS = 128;
    private static final int LONG_POSTS = 50;
    private static final int WORKERS = 2;
    private static final double MIN_COSINE = 0.9999;

    private static final List<String> TEXTS = new ArrayList<>();
    private static final List<Integer> TOKENS = new ArrayList<>();
    private static final List<float[]> VECTORS = new ArrayList<>();

    static List<BatchPolicy> policies() {
        return List.of(BatchPolicy.oneTextPerCall(), BatchPolicy.tokenBudget(512));
    }

    @BeforeAll
    static void runTheGraphDirectly() throws Exception {
        TEXTS.addAll(RealPosts.texts(POSTS));
        try (PlainOnnxModel plain = new PlainOnnxModel(ProjectFiles.fp32Bundle())) {
            for (String text : TEXTS) {
                TOKENS.add(plain.tokens(text).length);
                VECTORS.add(plain.mean(text));
            }
        }
    }

    @Test
    void longPostsAreAmongThem() {
        assertThat(TOKENS.stream().filter(tokens -> tokens > LONG_TOKENS).count())
                .isGreaterThanOrEqualTo(LONG_POSTS);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void vectorsEqualThoseOfPlainOnnxRuntime(BatchPolicy policy) {
        EngineOptions options = EngineOptions.forCpus(WORKERS).withBatchPolicy(policy);
        try (Embedder embedder = Embedders.open(ProjectFiles.fp32Bundle(), options)) {
            List<CompletableFuture<Embedding>> ours =
                    TEXTS.stream().map(EmbeddableText::passage).map(embedder::embed).toList();
            for (int i = 0; i < POSTS; i++) {
                Embedding embedding = ours.get(i).join();
                assertThat(embedding.tokens()).as("tokens of post %d", i).isEqualTo(TOKENS.get(i));
                assertThat(UnitLength.lengthOf(embedding.vector())).isCloseTo(1, within(1e-5));
                assertThat(Cosine.between(embedding.vector(), VECTORS.get(i)))
                        .as("cosine of post %d", i)
                        .isGreaterThanOrEqualTo(MIN_COSINE);
            }
        }
    }
}

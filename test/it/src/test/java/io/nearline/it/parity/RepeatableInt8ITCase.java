package io.nearline.it.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.testkit.ProjectFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The same text gives the same bits, whatever else the engine is doing. */
class RepeatableInt8ITCase {
    private static final int POSTS = 200;
    private static final int ROUNDS = 3;

    @Test
    void int8VectorsAreBitEqualAloneAndUnderLoad() throws Exception {
        List<String> texts = RealPosts.texts(POSTS);
        Map<String, float[]> alone = new HashMap<>();
        try (Embedder embedder = open(1)) {
            for (String text : texts) {
                alone.put(text, embedder.embed(EmbeddableText.passage(text)).join().vector());
            }
        }
        try (Embedder embedder = open(4)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<String> shuffled = new ArrayList<>(texts);
                Collections.shuffle(shuffled, new Random(round));
                List<CompletableFuture<Embedding>> loaded =
                        shuffled.stream()
                                .map(EmbeddableText::passage)
                                .map(embedder::embed)
                                .toList();
                for (int i = 0; i < POSTS; i++) {
                    assertThat(loaded.get(i).join().vector())
                            .as("round %d, post %d", round, i)
                            .isEqualTo(alone.get(shuffled.get(i)));
                }
            }
        }
    }

    /** More workers than cores, so that calls overlap in every way. */
    private static Embedder open(int workers) {
        return Embedders.open(ProjectFiles.int8Bundle(), EngineOptions.forCpus(workers));
    }
}

package io.nearline.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddersTest {

    @Test
    void turnsTextIntoVectorOfUnitLength() {
        try (Embedder embedder = Embedders.open(Bundles.INT8, EngineOptions.forCpus(2))) {
            Embedding embedding = embedder.embed(EmbeddableText.passage("hello world")).join();

            assertThat(embedding.vector()).hasSize(384);
            assertThat(embedding.tokens()).isEqualTo(4);
        }
    }
}

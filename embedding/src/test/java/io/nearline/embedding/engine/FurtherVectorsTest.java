package io.nearline.embedding.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.NamedVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine makes of a model that gives more than one vector a text. */
@Timeout(30)
class FurtherVectorsTest extends EngineFixture {

    private static final EngineOptions CACHING = EngineOptions.forCpus(1).withCacheBytes(1 << 20);

    @Test
    void eachTextGetsThemBesideItsVector() {
        encoder.givesAlso("negative", 2);
        start(EngineOptions.forCpus(1));

        Embedding embedding = embed("text").join();

        assertThat(embedding.vector()).containsExactly(4);
        assertThat(embedding.outputs()).singleElement().satisfies(this::isOfFour);
    }

    @Test
    void aTextFromMemoryGetsThemToo() {
        encoder.givesAlso("negative", 2);
        start(CACHING);
        embed("text").join().outputs().get(0).vector()[0] = 99;

        Embedding again = embed("text").join();
        again.vector()[0] = 99;
        again.outputs().get(0).vector()[0] = 99;

        assertThat(embed("text").join().outputs()).singleElement().satisfies(this::isOfFour);
        assertThat(encoder.batches).hasSize(1);
    }

    @Test
    void memoryIsCountedWithThem() {
        int entry = RecentVectors.ENTRY_OVERHEAD + Float.BYTES;
        encoder.givesAlso("wide", 1000);
        start(EngineOptions.forCpus(1).withCacheBytes(10L * entry));

        embed("text").join();
        embed("text").join();

        assertThat(encoder.batches).hasSize(2);
    }

    private void isOfFour(NamedVector output) {
        assertThat(output.name()).isEqualTo("negative");
        assertThat(output.vector()).containsExactly(-4, -4);
    }
}

package io.nearline.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NarrowedStoreTest {

    @TempDir private Path directory;
    private LuceneStore held;
    private NarrowedStore store;

    @BeforeEach
    void open() throws IOException {
        held = LuceneStore.open(directory.resolve("index"), Tier.FLOAT32);
        store = new NarrowedStore(held, "short", InstantSource.system());
        store.models(Updates.querying(Updates.FIRST));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void holdsTheOutputInPlaceOfTheVector() throws IOException {
        store.upsert(Updates.key("a"), with(1, output("long", 1, 2, 3), output("short", 0, 1)));

        assertThat(held.revision(Updates.key("a"))).hasValue(1);
        assertThat(held.unsearchable()).isZero();
        assertThat(found(0, 1)).isEqualTo(1);
        assertThat(store.without()).isZero();
    }

    @Test
    void anUpdateWithoutTheOutputDropsThePost() throws IOException {
        store.upsert(Updates.key("a"), with(1, output("short", 0, 1)));

        store.upsert(Updates.key("a"), with(2, output("long", 1, 2, 3)));

        assertThat(found(0, 1)).isZero();
        assertThat(held.revision(Updates.key("a"))).hasValue(2);
        assertThat(store.without()).isEqualTo(1);
    }

    @Test
    void anIndexOfOneOutputIsNotOpenedForAnother() throws IOException {
        Path index = directory.resolve("other");
        HeldOutput.require(index, Optional.of("short"));
        Files.createDirectories(index.resolve(LuceneStore.UPDATES));

        HeldOutput.require(index, Optional.of("short"));
        assertThatThrownBy(() -> HeldOutput.require(index, Optional.of("story")))
                .isInstanceOf(IndexUnusableException.class)
                .hasMessageContaining("holds the output 'short', and the output 'story' is asked");
        assertThatThrownBy(() -> HeldOutput.require(index, Optional.empty()))
                .hasMessageContaining("and the main vector is asked for");
    }

    @Test
    void anIndexOfMainVectorsHasNoFileMore() throws IOException {
        Path index = directory.resolve("plain");

        HeldOutput.require(index, Optional.empty());

        assertThat(index).doesNotExist();
        assertThatThrownBy(
                        () -> HeldOutput.require(directory.resolve("index"), Optional.of("short")))
                .isInstanceOf(IndexUnusableException.class)
                .hasMessageContaining("holds the main vector");
    }

    private long found(float... query) {
        return held.searcher()
                .search(SearchRequest.of(SearchQuery.ofVector(query), 10))
                .hits()
                .size();
    }

    private static IndexUpdate with(long revision, OutputVector... outputs) {
        return IndexUpdate.newBuilder(Updates.upsert("a", revision, 1, 0, 0))
                .setOutputs(Arrays.asList(outputs))
                .build();
    }

    private static OutputVector output(String name, float... values) {
        EncodedVector vector = VectorCodec.encode(values, VectorEncoding.FLOAT16);
        return new OutputVector(
                name,
                values.length,
                vector.encoding(),
                vector.scale(),
                ByteBuffer.wrap(vector.bytes()));
    }
}

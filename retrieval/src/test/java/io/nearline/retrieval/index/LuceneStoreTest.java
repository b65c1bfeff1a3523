package io.nearline.retrieval.index;

import static io.nearline.retrieval.index.Updates.FIRST;
import static io.nearline.retrieval.index.Updates.SECOND;
import static io.nearline.retrieval.index.Updates.key;
import static io.nearline.retrieval.index.Updates.position;
import static io.nearline.retrieval.index.Updates.querying;
import static io.nearline.retrieval.index.Updates.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.retrieval.index.IndexUnusableException.Reason;
import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRefusedException;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.SearchRequest.Extra;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.topics.consume.ModelIdentity;
import io.nearline.topics.consume.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneStoreTest {

    @TempDir private Path directory;
    private LuceneStore store;

    @BeforeEach
    void open() throws IOException {
        open(Tier.FLOAT32);
        store.models(querying(FIRST));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void findsAPostAsSoonAsItWasTakenIn() throws IOException {
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        store.upsert(key("b"), upsert("b", 1, 0, 1));

        assertThat(found(1, 0.1f)).containsExactly("a", "b");
        assertThat(store.searcher().find("a").orElseThrow().revision()).isEqualTo(1);
    }

    @Test
    void findsNoPostThatWasDeletedOrErased() throws IOException {
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        store.upsert(key("b"), upsert("b", 1, 0, 1));
        store.upsert(key("c"), upsert("c", 1, 1, 1));

        store.delete(key("a"), 2, Instant.EPOCH);
        store.erase(key("b"));

        assertThat(found(1, 0)).containsExactly("c");
        assertThat(store.revision(key("a"))).hasValue(2);
        assertThat(store.revision(key("b"))).isEmpty();
        assertThat(store.revision(key("c"))).hasValue(1);
    }

    @Test
    void tellsTheModelOfTheLastCommitWithoutBeingOpened() throws IOException {
        assertThat(LuceneStore.lastQueried(directory)).isEmpty();
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        store.commit(position(10));

        assertThat(LuceneStore.lastQueried(directory))
                .isEqualTo(position(10).queried())
                .isPresent();
    }

    @Test
    void tellsNoModelOfWhatIsNoIndex(@TempDir Path other) throws IOException {
        Path updates = Files.createDirectories(other.resolve("updates"));
        Files.writeString(updates.resolve("segments_1"), "no index");

        assertThat(LuceneStore.lastQueried(other)).isEmpty();
        assertThat(LuceneStore.lastQueried(other.resolve("absent"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void opensWithWhatTheLastCommitHeld(Tier tier) throws IOException {
        close();
        open(tier);
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        store.upsert(key("b"), upsert("b", 1, 0, 1));
        store.delete(key("c"), 7, Instant.ofEpochMilli(5));
        store.commit(position(10));
        store.upsert(key("a"), upsert("a", 2, 0, -1));
        store.upsert(key("d"), upsert("d", 1, 1, 0));
        store.delete(key("b"), 2, Instant.EPOCH);

        close();
        open(tier);

        assertThat(store.position()).isEqualTo(position(10));
        assertThat(found(1, 0)).containsExactly("a", "b");
        assertThat(store.revision(key("a"))).hasValue(1);
        assertThat(store.revision(key("b"))).hasValue(1);
        assertThat(store.revision(key("c"))).hasValue(7);
        assertThat(store.revision(key("d"))).isEmpty();
    }

    @Test
    void givesBackTheVectorAsItCame() throws IOException {
        float[] vector = {0.25f, -3.5f, 1e-7f};
        store.upsert(key("a"), upsert("a", 1, vector));
        store.commit(position(1));
        close();
        open(Tier.FLOAT32);

        SearchRequest request =
                SearchRequest.of(SearchQuery.ofVector(vector), 1).carrying(Set.of(Extra.VECTOR));

        Hit hit = store.searcher().search(request).hits().get(0);
        assertThat(hit.vector().orElseThrow()).isEqualTo(vector);
        assertThat(hit.score()).isCloseTo(1, within(1e-6));
    }

    @Test
    void startsEmptyAfterACrashBeforeTheFirstCommit() throws IOException {
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        close();
        open(Tier.FLOAT32);

        assertThat(store.position()).isEqualTo(Position.NONE);
        assertThat(store.revision(key("a"))).isEmpty();
    }

    @Test
    void forgetsDeletesThatWereSeenBefore() throws IOException {
        store.delete(key("a"), 1, Instant.ofEpochMilli(10));
        store.delete(key("b"), 1, Instant.ofEpochMilli(20));
        store.forgetDeletes(Instant.ofEpochMilli(20));

        assertThat(store.revision(key("a"))).isEmpty();
        assertThat(store.revision(key("b"))).hasValue(1);
        store.commit(position(1));
        close();
        open(Tier.FLOAT32);
        assertThat(store.revision(key("a"))).isEmpty();
        assertThat(store.revision(key("b"))).hasValue(1);
    }

    @Test
    void holdsAPostAgainAfterItsDelete() throws IOException {
        store.delete(key("a"), 1, Instant.EPOCH);
        store.upsert(key("a"), upsert("a", 2, 1, 0));
        store.forgetDeletes(Instant.MAX);
        store.commit(position(1));
        close();
        open(Tier.FLOAT32);

        assertThat(found(1, 0)).containsExactly("a");
    }

    @Test
    void searchesTheModelThatIsQueriedAndKeepsTheFormer() throws IOException {
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        store.upsert(new IndexKey("b", "second"), upsert(SECOND, "b", 1, Map.of(), 1, 0, 0));

        assertThat(found(1, 0)).containsExactly("a");
        store.models(querying(SECOND));
        SearchAnswer answer = search(1, 0, 0);
        assertThat(ids(answer)).containsExactly("b");
        assertThat(answer.model().digest()).isEqualTo(SECOND.digest());
        assertThat(ids(store.searcher().search(request(1, 0).under("first")))).containsExactly("a");
        store.models(querying(FIRST));
        assertThat(found(1, 0)).containsExactly("a");
    }

    @Test
    void dropsAModelThatIsRetiredForGood() throws IOException {
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        store.delete(key("b"), 1, Instant.EPOCH);
        store.upsert(new IndexKey("a", "second"), upsert(SECOND, "a", 1, Map.of(), 1, 0));
        store.models(querying(SECOND, "first"));
        store.commit(position(1));
        close();
        open(Tier.FLOAT32);
        store.readAll();

        assertThat(store.searcher().heldModels()).extracting("name").containsExactly("second");
        assertThat(store.revision(key("a"))).isEmpty();
        assertThat(store.revision(key("b"))).isEmpty();
        assertThat(store.revision(new IndexKey("a", "second"))).hasValue(1);
    }

    @Test
    void keepsVectorsOfTwoDigestsApartThoughTheirNameBeTheSame() throws IOException {
        ModelIdentity twin = new ModelIdentity(FIRST.name(), "f".repeat(64));
        IndexUpdate other = upsert(twin, "b", 1, Map.of(), 1, 0);
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        store.upsert(key("b"), other);

        assertThat(found(1, 0)).containsExactly("a");
        assertThat(store.revision(key("b"))).hasValue(1);
        store.upsert(key("b"), upsert("b", 2, 1, 0));
        assertThat(found(1, 0)).containsExactly("a", "b");
        assertThat(store.searcher().heldModels())
                .extracting(held -> held.posts())
                .containsExactlyInAnyOrder(2L, 0L);
    }

    @Test
    void leavesOutAPostWhoseVectorCannotBeSearched() throws IOException {
        store.upsert(key("a"), upsert("a", 1, 1, 0));
        IndexUpdate broken =
                IndexUpdate.newBuilder(upsert("a", 2, 1, 0))
                        .setVector(ByteBuffer.allocate(8).putInt(-1).putInt(-1).flip())
                        .build();

        store.upsert(key("a"), broken);
        store.upsert(key("b"), upsert("b", 1, 1, 0, 0));

        assertThat(found(1, 0)).isEmpty();
        assertThat(store.unsearchable()).isEqualTo(2);
        assertThat(store.revision(key("a"))).hasValue(2);
    }

    @Test
    void takesKeysLongerThanTermsOfLucene() throws IOException {
        String one = "x".repeat(40_000) + "1";
        String other = "x".repeat(40_000) + "2";
        store.upsert(key(one), upsert(one, 1, 1, 0));
        store.upsert(key(other), upsert(other, 1, 0, 1));
        store.upsert(key(one), upsert(one, 2, 1, 0));
        store.commit(position(1));
        close();
        open(Tier.FLOAT32);

        assertThat(found(1, 0)).containsExactly(one, other);
    }

    @Test
    void refusesToOpenWhatIsOpen() {
        assertThatThrownBy(() -> LuceneStore.open(directory, Tier.FLOAT32))
                .isInstanceOfSatisfying(
                        IndexUnusableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE))
                .hasMessageContaining("open in another process");
    }

    @Test
    void refusesAnotherFormatAndSaysToRebuild() throws IOException {
        store.close();
        Path updates = directory.resolve("updates");
        try (FSDirectory files = FSDirectory.open(updates);
                IndexWriter writer =
                        new IndexWriter(files, new IndexWriterConfig(new KeywordAnalyzer()))) {
            writer.setLiveCommitData(Map.of("nearline.index.format", "99").entrySet());
            writer.commit();
        }

        assertThatThrownBy(() -> LuceneStore.open(directory, Tier.FLOAT32))
                .isInstanceOfSatisfying(
                        IndexUnusableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_FORMAT))
                .hasMessageContaining("has format 99 and this version reads 1")
                .hasMessageContaining("rebuilt from the topic");
    }

    @ParameterizedTest
    @ValueSource(strings = {".cfs", ".si", "segments_1"})
    void refusesADamagedFileAndSaysToRebuild(String ending) throws IOException {
        for (int i = 0; i < 100; i++) {
            store.upsert(key("p" + i), upsert("p" + i, 1, i, 1));
        }
        store.commit(position(1));
        store.close();
        Path file;
        try (Stream<Path> files = Files.list(directory.resolve("updates"))) {
            file = files.filter(one -> one.toString().endsWith(ending)).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x40;
        Files.write(file, bytes);

        assertDamaged();
        Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        assertDamaged();
    }

    @Test
    void answersNoSearchOnceClosed() throws IOException {
        store.close();
        assertThatThrownBy(() -> found(1, 0))
                .isInstanceOfSatisfying(
                        SearchRefusedException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(SearchRefusedException.Reason.CLOSED));
    }

    private void assertDamaged() {
        assertThatThrownBy(() -> LuceneStore.open(directory, Tier.FLOAT32))
                .isInstanceOfSatisfying(
                        IndexUnusableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
                .hasMessageContaining("rebuilt from the topic");
    }

    private void open(Tier tier) throws IOException {
        store = LuceneStore.open(directory, tier);
    }

    private List<String> found(float... vector) {
        return ids(search(vector));
    }

    private SearchAnswer search(float... vector) {
        return store.searcher().search(request(vector));
    }

    private static SearchRequest request(float... vector) {
        return SearchRequest.of(SearchQuery.ofVector(vector), 10);
    }

    private static List<String> ids(SearchAnswer answer) {
        return answer.hits().stream().map(hit -> hit.post().postId()).toList();
    }
}

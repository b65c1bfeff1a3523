package io.nearline.retrieval.index;

import static io.nearline.retrieval.index.Updates.FIRST;
import static io.nearline.retrieval.index.Updates.SECOND;
import static io.nearline.retrieval.index.Updates.key;
import static io.nearline.retrieval.index.Updates.position;
import static io.nearline.retrieval.index.Updates.querying;
import static io.nearline.retrieval.index.Updates.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRefusedException;
import io.nearline.retrieval.search.SearchRefusedException.Reason;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.IndexKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that was committed with two models, the first one queried, and opened again. */
class PostponedReadingTest {

    private static final List<String> POSTS = List.of("a", "b", "c", "d");
    private static final int MANY = 3_000;

    @TempDir private Path directory;
    private LuceneStore store;

    @BeforeEach
    void openAgain() throws IOException {
        store = LuceneStore.open(directory, Tier.FLOAT32);
        for (String post : POSTS) {
            store.upsert(key(post), upsert(post, 1, 1, 0));
            bring(post, 1);
        }
        store.delete(second("gone"), 7, Instant.EPOCH);
        store.commit(position(1));
        store.close();
        store = LuceneStore.open(directory, Tier.FLOAT32);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void answersWithTheQueriedModelAndRefusesTheOtherUntilAllOfItIsRead() throws IOException {
        assertThat(found("first")).containsExactlyInAnyOrderElementsOf(POSTS);
        assertThatThrownBy(() -> found("second"))
                .isInstanceOfSatisfying(
                        SearchRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_MODEL))
                .hasMessageContaining("'second' are still being read");
        assertThat(store.searcher().heldModels()).extracting("name").containsExactly("first");

        store.readAll();

        assertThat(found("second")).containsExactlyInAnyOrderElementsOf(POSTS);
    }

    @Test
    void knowsRevisionsBeforeTheyAreRead() throws IOException {
        assertThat(store.revision(second("a"))).hasValue(1);
        assertThat(store.revision(second("gone"))).hasValue(7);
        assertThat(store.revision(second("never came"))).isEmpty();

        store.readAll();

        assertThat(store.revision(second("a"))).hasValue(1);
    }

    @Test
    void readsNothingOverWhatCameAfterTheStart() throws IOException {
        bring("a", 2);
        store.delete(second("b"), 2, Instant.EPOCH);
        store.erase(second("c"));
        bring("new", 1);
        bring("gone", 8);
        assertThat(store.revision(second("a"))).hasValue(2);
        assertThat(store.revision(second("b"))).hasValue(2);
        assertThat(store.revision(second("c"))).isEmpty();

        store.readAll();

        assertThat(found("second")).containsExactlyInAnyOrder("a", "d", "new", "gone");
        assertThat(store.searcher().find("a", "second").orElseThrow().revision()).isEqualTo(2);
        assertThat(store.revision(second("c"))).isEmpty();
    }

    @Test
    void forgetsADeleteThatWasNeverRead() throws IOException {
        store.forgetDeletes(Instant.EPOCH.plusSeconds(1));
        assertThat(store.revision(second("gone"))).isEmpty();

        store.readAll();

        assertThat(store.revision(second("gone"))).isEmpty();
    }

    @Test
    void readsAllOfAModelBeforeItIsQueried() throws IOException {
        store.models(querying(SECOND));

        assertThat(ids(store.searcher().search(request())))
                .containsExactlyInAnyOrderElementsOf(POSTS);
    }

    @Test
    void looksUpRevisionsWhileItReads() throws IOException {
        for (int post = 0; post < MANY; post++) {
            bring("p" + post, post + 10);
        }
        store.commit(position(2));
        store.close();
        store = LuceneStore.open(directory, Tier.FLOAT32);

        store.models(querying(FIRST));
        for (int post = MANY - 1; post >= 0; post--) {
            assertThat(store.revision(second("p" + post))).hasValue(post + 10);
        }
        store.readAll();

        assertThat(store.searcher().heldModels())
                .filteredOn("name", "second")
                .extracting("posts")
                .containsExactly((long) MANY + POSTS.size());
    }

    @Test
    void readsNoModelThatWasRetired() throws IOException {
        store.models(querying(FIRST, "second"));
        store.readAll();

        assertThat(store.searcher().heldModels()).extracting("name").containsExactly("first");
        assertThat(store.revision(second("a"))).isEmpty();
    }

    @Test
    void holdsWhatCameForAModelThatWasRetiredWhileItWasRead() throws IOException {
        store.models(querying(FIRST, "second"));
        bring("back", 1);
        store.readAll();

        assertThat(found("second")).containsExactly("back");
    }

    private void bring(String post, long revision) throws IOException {
        store.upsert(second(post), upsert(SECOND, post, revision, Map.of(), 1, 0));
    }

    private List<String> found(String model) {
        return ids(store.searcher().search(request().under(model)));
    }

    private static List<String> ids(SearchAnswer answer) {
        return answer.hits().stream().map(hit -> hit.post().postId()).toList();
    }

    private static SearchRequest request() {
        return SearchRequest.of(SearchQuery.ofVector(new float[] {1, 0}), 10);
    }

    private static IndexKey second(String postId) {
        return new IndexKey(postId, SECOND.name());
    }
}

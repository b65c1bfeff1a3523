package io.nearline.retrieval.index;

import static io.nearline.retrieval.index.Updates.FIRST;
import static io.nearline.retrieval.index.Updates.SECOND;
import static io.nearline.retrieval.index.Updates.key;
import static io.nearline.retrieval.index.Updates.querying;
import static io.nearline.retrieval.index.Updates.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.Hit.Source;
import io.nearline.retrieval.search.Plan.Method;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRefusedException;
import io.nearline.retrieval.search.SearchRefusedException.Reason;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.Selection;
import io.nearline.retrieval.search.Shape;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.retrieval.words.WordSearch;
import io.nearline.schemas.IndexKey;
import io.nearline.topics.consume.ModelChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostSearchTest {

    @TempDir private Path directory;
    private LuceneStore store;

    /** Posts a to f on the arc from (1, 0) to (0, 1), one step of 18 degrees each. */
    @BeforeEach
    void fill() throws IOException {
        store = LuceneStore.open(directory, Tier.FLOAT32);
        store.models(querying(FIRST));
        for (int step = 0; step < 6; step++) {
            String postId = String.valueOf((char) ('a' + step));
            Map<String, String> attributes = Map.of("author", step < 3 ? "ann" : "bob");
            double angle = Math.toRadians(18 * step);
            store.upsert(
                    key(postId),
                    upsert(
                            FIRST,
                            postId,
                            step + 1,
                            attributes,
                            (float) Math.cos(angle),
                            (float) Math.sin(angle)));
        }
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void ranksByTheCosineAndSaysHow() {
        SearchAnswer answer = search(SearchRequest.of(SearchQuery.ofVector(new float[] {2, 0}), 3));

        assertThat(ids(answer)).containsExactly("a", "b", "c");
        assertThat(answer.hits().get(1).score())
                .isCloseTo(Math.cos(Math.toRadians(18)), within(1e-6));
        assertThat(answer.hits().get(1).parts())
                .containsExactly(
                        new Hit.Part(
                                Source.VECTOR,
                                2,
                                answer.hits().get(1).score(),
                                answer.hits().get(1).score()));
        assertThat(answer.plan().method()).isEqualTo(Method.EXACT);
        assertThat(answer.plan().expectedRecall()).isEqualTo(1);
        assertThat(answer.plan().held()).isEqualTo(6);
        assertThat(answer.model().posts()).isEqualTo(6);
        assertThat(answer.watermark().updates()).isEqualTo(6);
        assertThat(answer.watermark().newestChange().orElseThrow().toEpochMilli()).isEqualTo(6);
    }

    @Test
    void findsMoreLikeSomeAndLessLikeOthers() {
        SearchRequest between =
                SearchRequest.of(SearchQuery.ofPosts(List.of("a", "c"), List.of()), 10);
        assertThat(ids(search(between))).containsExactly("b", "d", "e", "f");
        SearchRequest away = SearchRequest.of(SearchQuery.ofPosts(List.of("c"), List.of("f")), 10);
        assertThat(ids(search(away))).containsExactly("a", "b", "d", "e");
    }

    @Test
    void findsAmongTheSelectedOnly() {
        SearchRequest request = SearchRequest.of(SearchQuery.ofVector(new float[] {1, 0}), 10);

        assertThat(ids(search(request.among(Selection.ALL.withAttribute("author", "bob")))))
                .containsExactly("d", "e", "f");
        assertThat(ids(search(request.among(Selection.ALL.without(Set.of("a", "x", "e"))))))
                .containsExactly("b", "c", "d", "f");
        assertThat(ids(search(request.among(Selection.ALL.atLeast(0.7)))))
                .containsExactly("a", "b", "c");
    }

    @Test
    void showsTheBestOfEachGroup() {
        SearchRequest request = SearchRequest.of(SearchQuery.ofVector(new float[] {1, 0}), 10);

        assertThat(ids(search(request.as(Shape.PLAIN.groupedBy("author", 1)))))
                .containsExactly("a", "d");
        assertThat(ids(search(request.as(Shape.PLAIN.groupedBy("none", 1))))).hasSize(6);
    }

    @Test
    void asksForMoreUntilEveryGroupIsFilled() throws IOException {
        for (int i = 0; i < 50; i++) {
            store.upsert(key("z" + i), upsert(FIRST, "z" + i, 1, Map.of("author", "zoe"), 1, 0));
        }
        SearchRequest request = SearchRequest.of(SearchQuery.ofVector(new float[] {1, 0}), 3);

        assertThat(ids(search(request.as(Shape.PLAIN.groupedBy("author", 1)))))
                .containsExactly("a", "z0", "d");
    }

    @Test
    void leavesOutPostsThatResembleABetterOne() {
        SearchRequest request = SearchRequest.of(SearchQuery.ofVector(new float[] {1, 0}), 10);

        assertThat(ids(search(request.as(Shape.PLAIN.collapsedFrom(0.9)))))
                .containsExactly("a", "c", "e");
    }

    @Test
    void fusesWhatVectorsAndWordsFind() {
        SearchRequest request =
                SearchRequest.of(SearchQuery.ofBoth(new float[] {1, 0}, "any words"), 3);

        SearchAnswer answer = store.searcher(finding("f", "b", "x")).search(request);

        assertThat(ids(answer)).containsExactly("b", "f", "a");
        Hit best = answer.hits().get(0);
        assertThat(best.score()).isCloseTo(1.0 / 62 + 1.0 / 62, within(1e-12));
        assertThat(best.parts())
                .extracting(Hit.Part::source)
                .containsExactly(Source.VECTOR, Source.WORDS);
        assertThat(best.parts()).extracting(Hit.Part::rank).containsExactly(2, 2);
    }

    @Test
    void appliesTheSelectionToWordsToo() {
        SearchRequest words = SearchRequest.of(SearchQuery.ofText("any words"), 10);
        WordSearch found = finding("f", "b", "x", "a");

        assertThat(ids(store.searcher(found).search(words))).containsExactly("f", "b", "a");
        assertThat(
                        ids(
                                store.searcher(found)
                                        .search(
                                                words.among(
                                                        Selection.ALL
                                                                .withAttribute("author", "ann")
                                                                .without(Set.of("a"))))))
                .containsExactly("b");
        SearchRequest both =
                SearchRequest.of(SearchQuery.ofBoth(new float[] {1, 0}, "any words"), 10);
        assertThat(ids(store.searcher(found).search(both.among(Selection.ALL.atLeast(0.9)))))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void refusesWhatItCannotAnswerAndSaysWhy() throws IOException {
        float[] vector = {1, 0};
        SearchRequest request = SearchRequest.of(SearchQuery.ofVector(vector), 3);
        assertRefused(request.expecting("0".repeat(64)), Reason.OTHER_MODEL);
        assertRefused(request.under("third"), Reason.NO_MODEL);
        assertRefused(
                SearchRequest.of(SearchQuery.ofVector(new float[3]), 3), Reason.WRONG_DIMENSIONS);
        assertRefused(SearchRequest.of(SearchQuery.ofVector(new float[2]), 3), Reason.NO_DIRECTION);
        assertRefused(
                SearchRequest.of(SearchQuery.ofPosts(List.of("x"), List.of()), 3),
                Reason.UNKNOWN_POST);
        assertRefused(SearchRequest.of(SearchQuery.ofText("words"), 3), Reason.NO_TEXTS);
        store.models(ModelChoice.NONE);
        assertRefused(request, Reason.NO_MODEL);
    }

    @Test
    void answersWithNothingUnderAModelOfWhichNothingHasCome() throws IOException {
        store.models(querying(SECOND));

        SearchAnswer answer = search(SearchRequest.of(SearchQuery.ofVector(new float[] {1}), 3));

        assertThat(answer.hits()).isEmpty();
        assertThat(answer.model().name()).isEqualTo("second");
    }

    @Test
    void noAnswerMixesModelsAndNoneFailsWhileTheyAreSwitched() throws Exception {
        for (int i = 0; i < 20; i++) {
            store.upsert(
                    new IndexKey("s" + i, "second"), upsert(SECOND, "s" + i, 1, Map.of(), 1, 0));
        }
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                readers.add(threads.submit(() -> countSearchesOfOneModel(done)));
            }
            for (int i = 0; i < 2_000; i++) {
                store.models(querying(i % 2 == 0 ? SECOND : FIRST));
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private int countSearchesOfOneModel(AtomicBoolean done) {
        SearchRequest request = SearchRequest.of(SearchQuery.ofVector(new float[] {1, 0}), 100);
        int searches = 0;
        do {
            SearchAnswer answer = search(request);
            boolean first = answer.model().digest().equals(FIRST.digest());
            assertThat(answer.hits()).hasSize(first ? 6 : 20);
            assertThat(answer.hits())
                    .allMatch(hit -> hit.post().modelDigest().equals(answer.model().digest()))
                    .allMatch(hit -> hit.post().postId().startsWith("s") != first);
            searches++;
        } while (!done.get());
        return searches;
    }

    private void assertRefused(SearchRequest request, Reason reason) {
        assertThatThrownBy(() -> search(request))
                .isInstanceOfSatisfying(
                        SearchRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private SearchAnswer search(SearchRequest request) {
        return store.searcher().search(request);
    }

    /** Finds these posts in this order. */
    private static WordSearch finding(String... postIds) {
        return (text, most, mayBeFound) -> {
            List<WordSearch.WordHit> hits = new ArrayList<>();
            for (String postId : postIds) {
                if (mayBeFound.test(postId)) {
                    hits.add(new WordSearch.WordHit(postId, postIds.length - hits.size()));
                }
            }
            return hits;
        };
    }

    private static List<String> ids(SearchAnswer answer) {
        return answer.hits().stream().map(hit -> hit.post().postId()).toList();
    }
}

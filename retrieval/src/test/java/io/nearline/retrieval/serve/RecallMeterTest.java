package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.search.Plan;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.search.Selection;
import io.nearline.retrieval.serve.RecallMeter.Counted;
import io.nearline.retrieval.serve.RecallMeter.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RecallMeterTest {

    private static final String MODEL = "hashes";
    private static final Counted EVERYTHING = new Counted(MODEL, FilterClass.NONE);

    /** The share of the truly nearest below which the alert rule speaks. */
    private static final double ALERT_BELOW = 0.95;

    private final AppliedPosts applied = new AppliedPosts(InstantSource.system());
    private final ListedPosts index = new ListedPosts(applied);
    private final Degraded searcher = new Degraded(index);

    @BeforeEach
    void hold() {
        index.hold(MODEL, "0a".repeat(32));
        index.activate(MODEL);
        for (int post = 0; post < 40; post++) {
            put("p-" + post);
        }
    }

    @Test
    void findsAllOfTheNearestWhereNothingIsWrong() {
        try (RecallMeter meter = new RecallMeter(searcher, 1, () -> 0)) {
            ask(meter, request().under(MODEL), 3);

            assertThat(meter.tallies().get(EVERYTHING).wanted()).isEqualTo(30);
            assertThat(meter.tallies().get(EVERYTHING).found()).isEqualTo(30);
        }
    }

    @Test
    void aPlantedFaultOfRecallPassesTheBarOfTheAlert() {
        try (RecallMeter meter = new RecallMeter(searcher, 1, () -> 0)) {
            searcher.leavesOut = 1;
            ask(meter, request(), 10);

            double recall =
                    (double) meter.tallies().get(EVERYTHING).found()
                            / meter.tallies().get(EVERYTHING).wanted();
            assertThat(recall).isEqualTo(0.9).isLessThan(ALERT_BELOW);
        }
    }

    @Test
    void aChangeOfTheIndexBetweenTheTwoSearchesIsNoFault() {
        try (RecallMeter meter = new RecallMeter(searcher, 1, () -> 0)) {
            searcher.betweenSearches = () -> put("p-new");
            ask(meter, request(), 1);

            assertThat(meter.tallies().get(EVERYTHING).found()).isEqualTo(10);
        }
    }

    @Test
    void countsByHowMuchIsSearched() {
        Selection some = Selection.ALL.withAttribute("author", "ann");
        Plan all = plan(1_000, 1_000);

        assertThat(FilterClass.of(Selection.ALL, all)).isEqualTo(FilterClass.NONE);
        assertThat(FilterClass.of(Selection.ALL.without(Set.of("p")), plan(1_000, 999)))
                .isEqualTo(FilterClass.WIDE);
        assertThat(FilterClass.of(some, plan(1_000, 100))).isEqualTo(FilterClass.WIDE);
        assertThat(FilterClass.of(some, plan(1_000, 10))).isEqualTo(FilterClass.NARROW);
        assertThat(FilterClass.of(some, plan(1_000, 9))).isEqualTo(FilterClass.TINY);
    }

    @Test
    void measuresTheTenNearestWhateverWasAskedFor() {
        try (RecallMeter meter = new RecallMeter(searcher, 1, () -> 0)) {
            SearchRequest one =
                    SearchRequest.of(SearchQuery.ofBoth(HashEmbedder.vectorOf("p-1"), "words"), 1);
            meter.answered(one.under(MODEL), searcher.search(request()));
            await().until(() -> meter.count(Outcome.COMPARED) == 1);

            assertThat(meter.tallies().get(EVERYTHING).wanted()).isEqualTo(10);
        }
    }

    @Test
    void leavesAloneWhatIsExactOrHasNoVector() {
        try (RecallMeter meter = new RecallMeter(searcher, 1, () -> 0)) {
            SearchAnswer answer = searcher.search(request());
            meter.answered(request().with(Effort.EXACT), answer);
            meter.answered(SearchRequest.of(SearchQuery.ofText("words"), 10), answer);
            ask(meter, request(), 1);

            assertThat(meter.count(Outcome.COMPARED)).isEqualTo(1);
        }
    }

    @Test
    void measuresTheShareThatItIsToldTo() {
        double[] next = {0};
        try (RecallMeter meter = new RecallMeter(searcher, 0.25, () -> (next[0] += 0.1) % 1)) {
            SearchAnswer answer = searcher.search(request());
            for (int query = 0; query < 10; query++) {
                meter.answered(request(), answer);
            }
            await().until(() -> meter.count(Outcome.COMPARED) >= 2);

            assertThat(meter.count(Outcome.COMPARED)).isBetween(2L, 3L);
        }
    }

    @Test
    void neverHoldsBackAnAnswerAndCountsWhatItDrops() {
        CountDownLatch until = new CountDownLatch(1);
        SearchAnswer answer = searcher.search(request());
        try (RecallMeter meter = new RecallMeter(searcher, 1, () -> 0)) {
            index.holdBack(until);
            for (int query = 0; query < 200; query++) {
                meter.answered(request(), answer);
            }

            assertThat(meter.count(Outcome.DROPPED)).isGreaterThanOrEqualTo(135);
            assertThat(meter.count(Outcome.COMPARED)).isZero();
            until.countDown();
            await().until(() -> meter.count(Outcome.COMPARED) > 0);
        }
    }

    @Test
    void aSearchThatIsRefusedIsNoFaultOfRecall() {
        try (RecallMeter meter = new RecallMeter(searcher, 1, () -> 0)) {
            SearchAnswer answer = searcher.search(request());
            meter.answered(
                    SearchRequest.of(SearchQuery.ofPosts(List.of("gone"), List.of()), 10)
                            .under(MODEL),
                    answer);
            await().until(() -> meter.count(Outcome.FAILED) == 1);

            assertThat(meter.tallies()).isEmpty();
        }
    }

    private void ask(RecallMeter meter, SearchRequest request, int times) {
        for (int query = 0; query < times; query++) {
            long before = meter.count(Outcome.COMPARED);
            meter.answered(request, index.search(request));
            await().until(() -> meter.count(Outcome.COMPARED) > before);
        }
    }

    private void put(String id) {
        index.put(MODEL, id, 1, HashEmbedder.vectorOf(id), Map.of());
    }

    private static SearchRequest request() {
        return SearchRequest.of(SearchQuery.ofVector(HashEmbedder.vectorOf("p-1")), 10)
                .under(MODEL);
    }

    private static Plan plan(long held, long selected) {
        return new Plan(Plan.Method.BITS, held, selected, 500, 0.995);
    }

    /** An index that, unless asked to be exact, misses some of the nearest. */
    private static final class Degraded implements Searcher {

        private final Searcher index;
        private volatile int leavesOut;
        private volatile Runnable betweenSearches = () -> {};

        Degraded(Searcher index) {
            this.index = index;
        }

        @Override
        public SearchAnswer search(SearchRequest request) {
            SearchAnswer whole = index.search(request);
            if (request.effort() == Effort.EXACT) {
                return whole;
            }
            Runnable change = betweenSearches;
            betweenSearches = () -> {};
            change.run();
            List<Hit> hits = new ArrayList<>(whole.hits());
            hits.subList(0, leavesOut).clear();
            return new SearchAnswer(hits, whole.model(), whole.plan(), whole.watermark());
        }

        @Override
        public Optional<IndexedPost> find(String postId) {
            return index.find(postId);
        }

        @Override
        public Optional<IndexedPost> find(String postId, String modelName) {
            return index.find(postId, modelName);
        }

        @Override
        public Optional<HeldModel> activeModel() {
            return index.activeModel();
        }

        @Override
        public List<HeldModel> heldModels() {
            return index.heldModels();
        }
    }
}

package io.nearline.retrieval.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.retrieval.search.Plan.Method;
import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HnswGraphTest {

    private static final int DIMENSIONS = 32;
    private static final int POSTS = 12_000;
    private static final Selection HALF = Selection.ALL.withAttribute("half", "1");

    private final RandomVectors vectors = new RandomVectors(6, DIMENSIONS, 10, 1f);
    private VectorSet set;
    private HnswGraph graph;

    @TempDir private Path scratch;

    @BeforeEach
    void makeGraph() throws IOException {
        set = new VectorSet(DIMENSIONS, Tier.FLOAT32, scratch, 512);
        for (int i = 0; i < POSTS; i++) {
            put(i, 1);
        }
        graph = HnswGraph.of(set.moment(), scratch.resolve("graph"), () -> false);
    }

    @AfterEach
    void close() throws IOException {
        graph.close();
    }

    @Test
    void findsNearlyAllOfTheNearestThatAreSelected() {
        assertThat(recall(Selection.ALL, Method.GRAPH)).isGreaterThanOrEqualTo(0.99);
        assertThat(recall(HALF, Method.GRAPH)).isGreaterThanOrEqualTo(0.99);
        assertThat(recall(Selection.ALL.without(ids(0, 2_000)), Method.GRAPH))
                .isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void seesWhatCameAfterItAndNothingThatWent() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            put(i, 2);
            put(POSTS + i, 1);
            set.remove("p" + (5_000 + i));
        }
        Entry changed = set.find("p7");
        Entry added = set.find("p" + (POSTS + 7));

        assertThat(nearest(changed.vector()).get(0).entry()).isSameAs(changed);
        assertThat(nearest(added.vector()).get(0).entry()).isSameAs(added);
        assertThat(recall(Selection.ALL, Method.GRAPH)).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void isLeftForAScanWhereItDoesNotSuit() throws IOException {
        assertThat(search(Selection.ALL.withAttribute("tenth", "1"), Approach.HNSW))
                .as("few are selected")
                .isEqualTo(Method.EXACT);
        assertThat(search(Selection.ALL, Approach.SCAN)).isEqualTo(Method.BITS);
        assertThat(search(Selection.ALL, Approach.AUTO)).as("a small set").isEqualTo(Method.BITS);
        for (int i = 0; i < POSTS / 2; i++) {
            put(i, 2);
        }
        assertThat(search(Selection.ALL, Approach.HNSW))
                .as("half of the posts lie beside it")
                .isEqualTo(Method.BITS);
        graph.close();
        assertThat(search(HALF, Approach.HNSW)).as("it is closed").isEqualTo(Method.BITS);
    }

    @Test
    void isMadeAnewWhenATenthHasChangedAndLeavesNoFiles() throws IOException {
        GraphKeeper keeper = new GraphKeeper(Approach.HNSW, scratch);
        try (keeper) {
            HnswGraph first = kept(keeper, null);
            put(0, 2);
            keeper.keep(set);
            assertThat(set.graph()).as("little has changed").isSameAs(first);
            for (int i = 0; i < POSTS / 8; i++) {
                put(i, 3);
            }
            kept(keeper, first);
        }
        graph.close();

        assertThat(keeper.failures()).isZero();
        assertThat(set.graph()).isNull();
        try (var left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    /** The graph that is there when the one before is not any more. */
    private HnswGraph kept(GraphKeeper keeper, HnswGraph before) {
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            keeper.keep(set);
                            return set.graph() != before;
                        });
        return set.graph();
    }

    private void put(int i, long revision) throws IOException {
        Map<String, String> attributes =
                Map.of("half", String.valueOf(i % 2), "tenth", String.valueOf(i % 13));
        set.put(Facts.of("p" + i, revision, "en", attributes, i), vectors.next());
    }

    private static Set<String> ids(int from, int until) {
        return IntStream.range(from, until).mapToObj(i -> "p" + i).collect(Collectors.toSet());
    }

    private Method search(Selection selection, Approach approach) {
        return new NearestSearch(selected(selection), vectors.nextUnit(), -2, approach, graph)
                .nearest(10, Effort.PLANNED)
                .method();
    }

    private List<Neighbour> nearest(float[] vector) {
        float factor = VectorSet.factor(vector);
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
        return new NearestSearch(selected(Selection.ALL), vector, -2, Approach.HNSW, graph)
                .nearest(10, Effort.PLANNED)
                .neighbours();
    }

    private double recall(Selection selection, Method method) {
        int right = 0;
        int all = 0;
        for (int i = 0; i < 40; i++) {
            float[] direction = vectors.nextUnit();
            NearestSearch search =
                    new NearestSearch(selected(selection), direction, -2, Approach.HNSW, graph);
            Nearest found = search.nearest(10, Effort.PLANNED);
            assertThat(found.method()).isEqualTo(method);
            List<Neighbour> exact = search.nearest(10, Effort.EXACT).neighbours();
            right += (int) exact.stream().filter(found.neighbours()::contains).count();
            all += exact.size();
        }
        return (double) right / all;
    }

    private Selected selected(Selection selection) {
        return Selected.of(set.moment(), selection, selection.excluded());
    }
}

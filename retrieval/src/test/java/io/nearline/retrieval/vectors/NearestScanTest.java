package io.nearline.retrieval.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.retrieval.search.Plan.Method;
import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestScanTest {

    private static final int DIMENSIONS = 384;
    private static final int POSTS = 10_000;

    private static final VectorSet SET = new VectorSet(DIMENSIONS, Tier.FLOAT32, Path.of("."), 512);
    private static final RandomVectors VECTORS = new RandomVectors(5, DIMENSIONS, 30, 1f);

    /** Of 10,000 posts one in 10, 100, 1,000, 10,000 has the attribute of that name. */
    @BeforeAll
    static void fill() throws IOException {
        for (int i = 0; i < POSTS; i++) {
            Map<String, String> attributes =
                    Map.of(
                            "one-in-10", String.valueOf(i % 10),
                            "one-in-100", String.valueOf(i % 100),
                            "one-in-1000", String.valueOf(i % 1_000),
                            "one-in-10000", String.valueOf(i % 10_000));
            SET.put(Facts.of("p" + i, 1, i % 2 == 0 ? "en" : "de", attributes, i), VECTORS.next());
        }
        for (int i = 0; i < 5; i++) {
            SET.settle();
        }
    }

    @Test
    void findsNearlyAllOfTheNearestByBits() {
        assertThat(recall(Selection.ALL, Set.of(), 10, Method.BITS)).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void looksDeeperForMore() {
        assertThat(recall(Selection.ALL, Set.of(), 100, Method.BITS)).isGreaterThanOrEqualTo(0.99);
        // For 300 more than half of all would be compared in full.
        assertThat(recall(Selection.ALL, Set.of(), 300, Method.EXACT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-in-10", "one-in-100", "one-in-1000", "one-in-10000"})
    void findsAllOfTheNearestThatAreSelected(String attribute) {
        Selection some = Selection.ALL.withAttribute(attribute, "3");
        assertThat(recall(some, Set.of(), 10, Method.EXACT)).isEqualTo(1);
    }

    @Test
    void findsNearlyAllBesideTenThousandThatAreExcluded() {
        Set<String> excluded =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "p" + (i % 2 == 0 ? i / 4 : i + POSTS))
                        .collect(Collectors.toSet());
        assertThat(recall(Selection.ALL, excluded, 10, Method.BITS)).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void findsNothingThatIsNotSelected() {
        Selection some =
                Selection.ALL
                        .withLanguages(Set.of("de"))
                        .withAttribute("one-in-10", "1", "3", "5")
                        .withTimes(
                                Optional.of(Instant.ofEpochMilli(100)),
                                Optional.of(Instant.ofEpochMilli(9_000)));
        Set<String> excluded = Set.of("p101", "p103");
        Selected selected = Selected.of(SET.moment(), some, excluded);
        Set<String> expected =
                IntStream.range(100, 9_000)
                        .filter(i -> i % 10 == 1 || i % 10 == 3 || i % 10 == 5)
                        .mapToObj(i -> "p" + i)
                        .filter(postId -> !excluded.contains(postId))
                        .collect(Collectors.toSet());
        assertThat(selected.count()).isEqualTo(expected.size() + excluded.size());

        Nearest all = scan(selected, VECTORS.nextUnit()).nearest(POSTS, Effort.EXACT);

        assertThat(ids(all.neighbours())).isEqualTo(expected);
    }

    @Test
    void findsNothingFartherThanTheLeastSimilarity() {
        Selected all = Selected.of(SET.moment(), Selection.ALL, Set.of());
        float[] direction = VECTORS.nextUnit();
        List<Neighbour> nearest = scan(all, direction).nearest(POSTS, Effort.EXACT).neighbours();
        float limit = nearest.get(30).cosine();

        List<Neighbour> near =
                new NearestScan(all, direction, limit).nearest(100, Effort.PLANNED).neighbours();

        assertThat(near).hasSize(31);
        assertThat(near).allMatch(one -> one.cosine() >= limit);
    }

    @Test
    void answersWithNothingWhereNothingIsSelected() {
        Selection none = Selection.ALL.withAttribute("one-in-10", "eleven");
        Selected selected = Selected.of(SET.moment(), none, Set.of());

        Nearest nearest = scan(selected, VECTORS.nextUnit()).nearest(10, Effort.PLANNED);

        assertThat(nearest.neighbours()).isEmpty();
        assertThat(nearest.method()).isEqualTo(Method.NONE);
    }

    private static double recall(
            Selection selection, Set<String> excluded, int wanted, Method expected) {
        Selected selected = Selected.of(SET.moment(), selection, excluded);
        int queries = wanted > 100 ? 5 : 40;
        int found = 0;
        int all = 0;
        for (int i = 0; i < queries; i++) {
            float[] direction = VECTORS.nextUnit();
            Nearest planned = scan(selected, direction).nearest(wanted, Effort.PLANNED);
            Set<String> exact =
                    ids(scan(selected, direction).nearest(wanted, Effort.EXACT).neighbours());
            assertThat(planned.method()).isEqualTo(expected);
            assertThat(planned.neighbours()).hasSameSizeAs(exact);
            Set<String> both = ids(planned.neighbours());
            both.retainAll(exact);
            found += both.size();
            all += exact.size();
        }
        return (double) found / all;
    }

    private static NearestScan scan(Selected selected, float[] direction) {
        return new NearestScan(selected, direction, -2);
    }

    private static Set<String> ids(List<Neighbour> neighbours) {
        Set<String> ids = new HashSet<>();
        neighbours.forEach(one -> ids.add(one.entry().postId()));
        return ids;
    }
}

package io.nearline.operations.backfill.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistinctEstimateTest {

    @Test
    void isExactWhereTheSampleIsThePopulation() {
        assertThat(DistinctEstimate.of(6, List.of(1, 2, 3))).isEqualTo(3);
    }

    @Test
    void takesEveryRecordForAnotherKeyWhereNoneIsSeenTwice() {
        assertThat(DistinctEstimate.of(1000, List.of(1, 1, 1, 1))).isEqualTo(1000);
    }

    @Test
    void neverExceedsThePopulationNorFallsBelowWhatWasSeen() {
        assertThat(DistinctEstimate.of(10, List.of(1, 1, 1, 1, 1, 1, 1, 1, 1)))
                .isLessThanOrEqualTo(10);
        assertThat(DistinctEstimate.of(100, List.of(9, 9))).isEqualTo(2);
    }

    @Test
    void knowsNothingOfAnEmptySample() {
        assertThat(DistinctEstimate.of(0, List.of())).isZero();
    }

    @Test
    void isCloseWhereEveryPostHasThreeRevisions() {
        int posts = 20_000;
        List<Integer> records = new ArrayList<>();
        for (int post = 0; post < posts; post++) {
            records.addAll(List.of(post, post, post));
        }
        Collections.shuffle(records, new Random(7));

        long estimate = DistinctEstimate.of(records.size(), occurrences(records.subList(0, 4096)));

        assertThat((double) estimate).isCloseTo(posts, within(0.15 * posts));
    }

    private static Collection<Integer> occurrences(List<Integer> sample) {
        Map<Integer, Integer> counts = new HashMap<>();
        sample.forEach(post -> counts.merge(post, 1, Integer::sum));
        return counts.values();
    }
}

package io.nearline.retrieval.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelevanceTest {

    private static final Relevance ANSWERS = new Relevance(Map.of("a", 3, "b", 2, "c", 1, "d", 0));

    @Test
    void ndcgIsTheGainByRankOverThatOfTheBestOrder() {
        // Found b, x, a: 2/log2(2) + 3/log2(4) = 3.5; best a, b, c: 3 + 2/log2(3) + 1/log2(4).
        double best = 3 + 2 / (Math.log(3) / Math.log(2)) + 0.5;

        assertThat(ANSWERS.ndcg(List.of("b", "x", "a"), 3)).isCloseTo(3.5 / best, within(1e-12));
        assertThat(ANSWERS.ndcg(List.of("a", "b", "c", "d"), 10)).isCloseTo(1, within(1e-12));
        assertThat(ANSWERS.ndcg(List.of("d", "x"), 10)).isZero();
    }

    @Test
    void ndcgLooksAtTheFirstOnlyInBothOrders() {
        // One place: found b gains 2, the best would be a with 3.
        assertThat(ANSWERS.ndcg(List.of("b", "a"), 1)).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void recallCountsEachRelevantDocumentOnce() {
        assertThat(ANSWERS.recall(List.of("a", "a", "d", "x", "b"), 10))
                .isCloseTo(2.0 / 3, within(1e-12));
        assertThat(ANSWERS.recall(List.of("x", "a", "b"), 2)).isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void theReciprocalRankIsThatOfTheFirstRelevantDocument() {
        assertThat(ANSWERS.reciprocalRank(List.of("x", "d", "c", "a"), 10))
                .isCloseTo(1.0 / 3, within(1e-12));
        assertThat(ANSWERS.reciprocalRank(List.of("x", "d", "c"), 2)).isZero();
    }

    @Test
    void aQueryWithoutRelevantDocumentsSaysSo() {
        assertThat(new Relevance(Map.of("d", 0)).hasRelevant()).isFalse();
        assertThat(ANSWERS.hasRelevant()).isTrue();
    }

    @Test
    void theShareFoundDoesNotDependOnOrderOrRepetition() {
        assertThat(Relevance.share(List.of(1, 2, 3, 4), List.of(4, 4, 9, 1))).isEqualTo(0.5);
    }
}

package io.nearline.embedding.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPolicyTest {

    private static List<Integer> choose(BatchPolicy policy, int workers, Integer... waiting) {
        return policy.choose(List.of(waiting), length -> length, workers);
    }

    @Test
    void oneTextPerCallSendsOneAndTokenizesNoneAhead() {
        BatchPolicy policy = BatchPolicy.oneTextPerCall();

        assertThat(policy.tokenizeNext(100, 0, 2)).isEqualTo(1);
        assertThat(policy.tokenizeNext(100, 1, 2)).isZero();
        assertThat(choose(policy, 2, 7, 7, 3)).containsExactly(7);
    }

    @Test
    void tokenBudgetTakesTheFirstAndThoseMostLikeIt() {
        assertThat(choose(BatchPolicy.tokenBudget(12), 1, 6, 2, 5, 3, 2)).containsExactly(6, 5);
        assertThat(choose(BatchPolicy.tokenBudget(12), 1, 2, 3, 2)).containsExactly(2, 2, 3);
    }

    @Test
    void textBeyondTheBudgetTravelsAlone() {
        assertThat(choose(BatchPolicy.tokenBudget(10), 1, 256, 4)).containsExactly(256);
        assertThat(choose(BatchPolicy.equalLengths(10), 1, 256, 256)).containsExactly(256);
    }

    @Test
    void batchesLeaveOtherWorkersTheirPart() {
        assertThat(choose(BatchPolicy.tokenBudget(512), 2, 4, 4, 4, 4)).hasSize(2);
        assertThat(choose(BatchPolicy.equalLengths(512), 2, 4, 4, 4, 4)).hasSize(2);
        assertThat(choose(BatchPolicy.equalLengths(512), 4, 4)).hasSize(1);
    }

    @Test
    void lengthsAreKnownBeforeBatchesAreChosen() {
        for (BatchPolicy policy :
                List.of(
                        BatchPolicy.tokenBudget(512),
                        BatchPolicy.equalLengths(512),
                        BatchPolicy.similarLengths(512))) {
            assertThat(policy.tokenizeNext(1, 50, 4)).isEqualTo(1);
            assertThat(policy.tokenizeNext(10, 50, 4)).isEqualTo(3);
            assertThat(policy.tokenizeNext(0, 50, 4)).isZero();
        }
    }

    @Test
    void equalLengthsNeverPutsDifferentLengthsTogether() {
        assertThat(BatchPolicy.equalLengths(12).split(List.of(6, 2, 5, 6, 2), length -> length))
                .containsExactly(List.of(6, 6), List.of(2, 2), List.of(5));
    }

    @Test
    void equalLengthsCutsWhatWouldExceedTheBudget() {
        assertThat(BatchPolicy.equalLengths(10).split(List.of(4, 4, 4, 256), length -> length))
                .containsExactly(List.of(4, 4), List.of(4), List.of(256));
    }

    @Test
    void similarLengthsTakesTheNearestWhileTheBatchIsShort() {
        BatchPolicy policy = BatchPolicy.similarLengths(512);

        assertThat(choose(policy, 1, 30, 35, 33, 30, 28)).containsExactly(30, 30, 28);
        assertThat(choose(policy, 1, 64, 63, 64, 63)).containsExactly(64, 64);
        assertThat(choose(policy, 2, 30, 31, 29)).containsExactly(30, 31);
        assertThat(choose(BatchPolicy.similarLengths(50), 1, 30, 31)).containsExactly(30);
    }

    @Test
    void refusesBudgetOfNothing() {
        assertThatThrownBy(() -> BatchPolicy.tokenBudget(0))
                .hasMessageContaining("token budget is 0");
        assertThatThrownBy(() -> BatchPolicy.equalLengths(0))
                .hasMessageContaining("token budget is 0");
        assertThatThrownBy(() -> BatchPolicy.similarLengths(0))
                .hasMessageContaining("token budget is 0");
    }
}

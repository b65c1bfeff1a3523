package io.nearline.embedding.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPolicyTest {

    @Test
    void oneTextPerCallTakesAndSendsOne() {
        BatchPolicy policy = BatchPolicy.oneTextPerCall();

        assertThat(policy.share(100, 2)).isEqualTo(1);
        assertThat(policy.split(List.of(7, 3), length -> length))
                .containsExactly(List.of(7), List.of(3));
    }

    @Test
    void tokenBudgetPutsLikeLengthsTogether() {
        assertThat(BatchPolicy.tokenBudget(12).split(List.of(6, 2, 5, 3, 2), length -> length))
                .containsExactly(List.of(2, 2, 3), List.of(5, 6));
    }

    @Test
    void textBeyondTheBudgetTravelsAlone() {
        assertThat(BatchPolicy.tokenBudget(10).split(List.of(256, 4), length -> length))
                .containsExactly(List.of(4), List.of(256));
    }

    @Test
    void tokenBudgetLeavesOtherWorkersTheirShare() {
        BatchPolicy policy = BatchPolicy.tokenBudget(512);

        assertThat(policy.share(1, 4)).isEqualTo(1);
        assertThat(policy.share(10, 4)).isEqualTo(3);
        assertThat(policy.share(10, 1)).isEqualTo(10);
    }

    @Test
    void equalLengthsNeverPutsDifferentLengthsTogether() {
        assertThat(BatchPolicy.equalLengths(12).split(List.of(6, 2, 5, 6, 2), length -> length))
                .containsExactly(List.of(2, 2), List.of(5), List.of(6, 6));
    }

    @Test
    void equalLengthsCutsWhatWouldExceedTheBudget() {
        assertThat(BatchPolicy.equalLengths(10).split(List.of(4, 4, 4, 256), length -> length))
                .containsExactly(List.of(4, 4), List.of(4), List.of(256));
    }

    @Test
    void refusesBudgetOfNothing() {
        assertThatThrownBy(() -> BatchPolicy.tokenBudget(0))
                .hasMessageContaining("token budget is 0");
        assertThatThrownBy(() -> BatchPolicy.equalLengths(0))
                .hasMessageContaining("token budget is 0");
    }
}

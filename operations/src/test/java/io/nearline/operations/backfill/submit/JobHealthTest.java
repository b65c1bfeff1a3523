package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.backfill.submit.JobHealth.Condition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobHealthTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static JobHealth health(String state, long restarts, Instant failedAt) {
        return JobHealth.of(state, restarts, "a cause", failedAt, NOW);
    }

    @Test
    void aJobThatKeepsFailingIsRestartingWhateverFlinkSaysAtThisMoment() {
        Instant lately = NOW.minusSeconds(5);

        assertThat(health("RUNNING", 7, lately).condition()).isEqualTo(Condition.RESTARTING);
        assertThat(health("RESTARTING", 1, lately).condition()).isEqualTo(Condition.RESTARTING);
        assertThat(health("RUNNING", 7, lately).isInTrouble()).isTrue();
        assertThat(health("RUNNING", 7, lately).isOver()).isFalse();
    }

    @Test
    void aJobThatGotOverItsFailuresIsAtWork() {
        assertThat(health("RUNNING", 7, NOW.minusSeconds(600)).condition())
                .isEqualTo(Condition.AT_WORK);
        assertThat(health("RUNNING", 1, NOW.minusSeconds(5)).condition())
                .isEqualTo(Condition.AT_WORK);
    }

    @Test
    void aJobThatFailedOrIsLostIsOverAndInTrouble() {
        assertThat(health("FAILED", 3, NOW).isOver()).isTrue();
        assertThat(health("FAILED", 3, NOW).isInTrouble()).isTrue();
        assertThat(JobHealth.gone().isOver()).isTrue();
        assertThat(JobHealth.gone().isInTrouble()).isTrue();
    }

    @Test
    void aJobThatHasFinishedIsOverAndInNoTrouble() {
        assertThat(health("FINISHED", 0, null).isOver()).isTrue();
        assertThat(health("FINISHED", 0, null).isInTrouble()).isFalse();
        assertThat(health("CANCELED", 0, null).isInTrouble()).isTrue();
    }

    @Test
    void nothingIsSaidOfAJobThatCannotBeAsked() {
        assertThat(JobHealth.unknown("no answer").isOver()).isFalse();
        assertThat(JobHealth.unknown("no answer").isInTrouble()).isFalse();
    }
}

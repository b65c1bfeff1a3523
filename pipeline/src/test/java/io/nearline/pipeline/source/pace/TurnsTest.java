package io.nearline.pipeline.source.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final Turns turns = new Turns(0);

    @Test
    void handsThemOutAtTheRate() {
        assertThat(turns.take(1, 0, 10)).isZero();
        assertThat(turns.take(1, 0, 10)).isEqualTo(100 * MILLISECOND);
        assertThat(turns.take(1, 100 * MILLISECOND, 10)).isEqualTo(100 * MILLISECOND);
    }

    @Test
    void followsARateThatChanges() {
        turns.take(1, 0, 10);
        turns.take(1, 0, 10);

        assertThat(turns.take(1, 0, 1)).isEqualTo(200 * MILLISECOND);
        assertThat(turns.take(1, 0, 1)).isEqualTo(1_200 * MILLISECOND);
    }

    @Test
    void owesWaitsThatNoTimerCouldKeep() {
        for (int turn = 0; turn < 50; turn++) {
            assertThat(turns.take(1, 0, 10_000)).isZero();
        }
        assertThat(turns.take(1, 0, 10_000)).isEqualTo(5 * MILLISECOND);
    }

    @Test
    void keepsOnlyAFewTurnsForAfterAStall() {
        long later = TimeUnit.SECONDS.toNanos(60);

        long taken = 0;
        while (turns.take(1, later, 100) == 0) {
            taken++;
        }

        assertThat(taken).isBetween(10L, 12L);
    }

    @Test
    void letsTheNextWaitForSeveralThatWereTakenAtOnce() {
        assertThat(turns.take(11, 0, 10)).isZero();

        assertThat(turns.take(1, 0, 10)).isEqualTo(1_100 * MILLISECOND);
    }

    @Test
    void worksBelowOneASecond() {
        assertThat(turns.take(1, 0, 0.5)).isZero();

        assertThat(turns.take(1, 0, 0.5)).isEqualTo(2_000 * MILLISECOND);
    }

    @Test
    void neverWaitsIfNothingLimitsTheRate() {
        for (int turn = 0; turn < 1_000; turn++) {
            assertThat(turns.take(1, 0, Double.POSITIVE_INFINITY)).isZero();
        }
    }
}

package io.nearline.pipeline.source.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AdaptivePaceTest {

    private static final double START = 100;
    private static final OptionalLong LATE = OptionalLong.of(1_500);
    private static final OptionalLong FRESH = OptionalLong.of(200);
    private static final OptionalLong NEARLY_LATE = OptionalLong.of(900);
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    private AdaptivePace pace = pace(Double.POSITIVE_INFINITY);

    private static AdaptivePace pace(double cap) {
        return new AdaptivePace(cap, START, Duration.ofSeconds(1));
    }

    /** A tick in which the backfill used all that it was allowed. */
    private boolean tick(OptionalLong freshness) {
        return pace.adjust(freshness, pace.allowed());
    }

    private void settle() {
        for (int tick = 0; tick < 3; tick++) {
            assertThat(tick(LATE)).isFalse();
        }
    }

    @Test
    void doublesFromACarefulStartWhileLiveTrafficIsFresh() {
        tick(FRESH);
        tick(FRESH);
        tick(FRESH);

        assertThat(pace.allowed()).isEqualTo(4 * START);
    }

    @Test
    void waitsForTheEffectBeforeItDoublesAgain() {
        tick(FRESH);
        tick(FRESH);

        assertThat(pace.allowed()).isEqualTo(2 * START);
    }

    @Test
    void doesNotBeginToSpeedUpBeforeItKnowsAnything() {
        tick(UNKNOWN);
        tick(UNKNOWN);
        assertThat(pace.allowed()).isEqualTo(START);

        tick(NEARLY_LATE);
        assertThat(pace.allowed()).isEqualTo(START);
    }

    @Test
    void halvesAtOnceWhenLiveTrafficIsLate() {
        assertThat(tick(LATE)).isTrue();

        assertThat(pace.allowed()).isEqualTo(START / 2);
    }

    @Test
    void halvesWhatWasReadIfThatIsLessThanWhatWasAllowed() {
        pace.adjust(LATE, 20);

        assertThat(pace.allowed()).isEqualTo(10);
    }

    @Test
    void doesNotFallToTheFloorBecauseNothingWasReadYet() {
        pace.adjust(LATE, 0);

        assertThat(pace.allowed()).isEqualTo(START / 2);
    }

    @Test
    void waitsForTheEffectBeforeItHalvesAgain() {
        tick(LATE);

        settle();
        assertThat(pace.allowed()).isEqualTo(START / 2);
        tick(LATE);

        assertThat(pace.allowed()).isEqualTo(START / 4);
    }

    @Test
    void recoversInSmallStepsOnceItHadToSlowDown() {
        tick(LATE);
        settle();

        tick(FRESH);

        assertThat(pace.allowed()).isCloseTo(START / 2 * 1.15, within(1e-9));
    }

    @Test
    void recoversInLargeStepsOnceThereIsNoLiveTraffic() {
        tick(LATE);
        for (int tick = 0; tick < AdaptivePace.TICKS_OF_LATER_SILENCE; tick++) {
            assertThat(pace.allowed()).isEqualTo(START / 2);
            tick(UNKNOWN);
        }

        assertThat(pace.allowed()).isEqualTo(START);
    }

    @Test
    void takesAShortSilenceForLiveTrafficThatWaits() {
        tick(FRESH);
        for (int tick = 1; tick < AdaptivePace.TICKS_OF_LATER_SILENCE; tick++) {
            tick(UNKNOWN);
        }
        assertThat(pace.allowed()).isEqualTo(2 * START);

        tick(LATE);

        assertThat(pace.allowed()).isEqualTo(START);
    }

    @Test
    void holdsBetweenRecoveredAndLate() {
        tick(NEARLY_LATE);

        assertThat(pace.allowed()).isEqualTo(START);
    }

    @Test
    void neverStopsAltogether() {
        for (int tick = 0; tick < 100; tick++) {
            pace.adjust(LATE, 0);
        }

        assertThat(pace.allowed()).isEqualTo(AdaptivePace.FLOOR);
    }

    @Test
    void neverExceedsTheCap() {
        pace = pace(150);

        for (int tick = 0; tick < 10; tick++) {
            tick(FRESH);
        }

        assertThat(pace.allowed()).isEqualTo(150);
    }

    @Test
    void doublesEverySecondOnceItKnowsThatThereIsNoLiveTraffic() {
        for (int tick = 0; tick < AdaptivePace.TICKS_OF_SILENCE; tick++) {
            assertThat(pace.allowed()).isEqualTo(START);
            tick(UNKNOWN);
        }
        assertThat(pace.allowed()).isEqualTo(2 * START);

        tick(UNKNOWN);

        assertThat(pace.allowed()).isEqualTo(4 * START);
    }

    @Test
    void doesNotRaiseAPaceThatIsNotUsedUp() {
        pace.adjust(FRESH, START / 4);

        assertThat(pace.allowed()).isEqualTo(START);
    }
}

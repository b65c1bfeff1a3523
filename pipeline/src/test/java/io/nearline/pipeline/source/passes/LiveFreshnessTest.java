package io.nearline.pipeline.source.passes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveFreshnessTest {

    private final LiveFreshness freshness = new LiveFreshness(Duration.ofSeconds(10));

    @Test
    void isUnknownUntilALiveUpdateComes() {
        assertThat(freshness.p99(0)).isEmpty();
    }

    @Test
    void isTheNinetyNinthPercentileOfTheWindow() {
        for (int millis = 1; millis <= 200; millis++) {
            freshness.add(0, millis);
        }

        assertThat(freshness.p99(0)).hasValue(198);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        freshness.add(0, 5_000);
        freshness.add(4_000, 100);

        assertThat(freshness.p99(9_999)).hasValue(5_000);
        assertThat(freshness.p99(10_000)).hasValue(100);
        assertThat(freshness.p99(14_000)).isEmpty();
    }

    @Test
    void leavesOldEventTimesOutWhileMostAreYoung() {
        for (int i = 0; i < 5; i++) {
            freshness.add(0, 100);
        }
        for (int i = 0; i < 4; i++) {
            freshness.add(0, Duration.ofDays(900).toMillis());
        }

        assertThat(freshness.p99(0)).hasValue(100);
    }

    @Test
    void countsOldEventTimesWhereMostAreOld() {
        long hoursBehind = Duration.ofHours(3).toMillis();
        freshness.add(0, 100);
        freshness.add(0, hoursBehind);

        assertThat(freshness.p99(0)).hasValue(hoursBehind);
    }

    @Test
    void takesAClockThatRunsBehindForFresh() {
        freshness.add(0, -300);

        assertThat(freshness.p99(0)).hasValue(0);
    }
}

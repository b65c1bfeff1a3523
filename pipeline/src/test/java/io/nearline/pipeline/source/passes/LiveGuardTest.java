package io.nearline.pipeline.source.passes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveGuardTest {

    private static final long SECOND = 1_000;

    private final LiveGuard guard =
            new LiveGuard(
                    new AdaptivePace(Double.POSITIVE_INFINITY, 100, Duration.ofMillis(SECOND)));

    @Test
    void showsWhatItJudgedBy() {
        assertThat(guard.freshnessMillis()).isNegative();

        guard.record(0, 300);
        guard.tick(SECOND, 100);

        assertThat(guard.freshnessMillis()).isEqualTo(300);
        assertThat(guard.allowed()).isEqualTo(200);
    }

    @Test
    void judgesASlowerPaceOnlyByWhatCameAfterIt() {
        guard.record(0, 3_000);
        guard.tick(SECOND, 100);
        assertThat(guard.allowed()).isEqualTo(50);

        for (int tick = 2; tick <= 4; tick++) {
            guard.tick(tick * SECOND, 50);
        }
        guard.record(5 * SECOND, 100);
        guard.tick(5 * SECOND, 50);

        assertThat(guard.allowed()).isGreaterThan(50);
    }

    @Test
    void doesNotTakeAnEarlierUpdateForEvidenceOfThePaceSince() {
        guard.record(0, 300);
        guard.tick(SECOND, 100);
        assertThat(guard.allowed()).isEqualTo(200);

        for (int tick = 2; tick <= 6; tick++) {
            guard.tick(tick * SECOND, 200);
        }

        assertThat(guard.allowed()).isEqualTo(200);
        assertThat(guard.freshnessMillis()).as("still shown").isEqualTo(300);
    }
}

package io.nearline.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.rollout.CheckResult.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelledQualityTest {

    @Test
    void aModelThatIsWorseThanTheActiveOneFails() {
        assertThat(judge(0.80, Optional.of(0.82)).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(judge(0.815, Optional.of(0.82)).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(judge(Double.NaN, Optional.of(0.82)).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void withoutAnActiveModelTheFigureIsToldAndNotJudged() {
        CheckResult result = judge(0.8, Optional.empty());

        assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(result.figure()).isEqualTo(0.8);
        assertThat(result.detail()).contains("1,500 pairs of dev.tsv");
    }

    private static CheckResult judge(double candidate, Optional<Double> baseline) {
        return LabelledQuality.judge("dev.tsv", 1_500, candidate, baseline, 0.01);
    }
}

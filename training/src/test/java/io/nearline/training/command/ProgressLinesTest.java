package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.learn.DevScores;
import io.nearline.training.learn.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private static final int STEPS = 40;
    private static final int TOKENS = 500;

    private final StringWriter said = new StringWriter();
    private long now;
    private final ProgressLines lines =
            new ProgressLines(new PrintWriter(said), STEPS, 0, () -> now);

    @Test
    void aSpeedLeavesOutTheTimeThatScoringTook() {
        score(0, 60);
        learn(1, 2);
        learn(2, 2);

        assertThat(said.toString()).contains("step      2 of 40").contains(" 250 tokens/s");
    }

    @Test
    void whatIsScoredBetweenTwoLinesIsLeftOutToo() {
        learn(1, 2);
        score(1, 60);
        learn(2, 2);

        assertThat(said.toString()).contains("step      2 of 40").contains(" 250 tokens/s");
    }

    @Test
    void aSpeedIsThatOfTheStepsSinceTheLastLine() {
        learn(1, 10);
        learn(2, 10);
        learn(3, 1);
        learn(4, 1);

        assertThat(said.toString().lines().toList())
                .satisfiesExactly(
                        first -> assertThat(first).contains(" 50 tokens/s"),
                        second -> assertThat(second).contains(" 500 tokens/s"));
    }

    @Test
    void theTimeLeftCountsScoringToo() {
        score(0, 18);
        learn(1, 1);
        learn(2, 1);

        // 20 s for 2 of 40 steps.
        assertThat(said.toString()).contains(" 380 s left");
    }

    private void learn(int number, int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        lines.learned(new Step(number, List.of(new Step.TaskLoss("topics", 1.5)), 1, TOKENS));
    }

    private void score(int step, int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        lines.scored(new DevScores(step, Map.of(), Map.of(), false));
    }
}

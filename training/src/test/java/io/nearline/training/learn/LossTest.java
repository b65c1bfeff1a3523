package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Each against its formula, written out. */
class LossTest {
    private static final double TEMPERATURE = 0.5;
    private static final float[][] LEFT = {{1, 0}, {0.6f, 0.8f}, {0, 1}};
    private static final float[][] RIGHT = {{0.8f, 0.6f}, {0, 1}, {-1, 0}};
    private static final double[] COSINES = {0.8, 0.8, 0};

    @Test
    void coSentCountsEachPairThatScoresHigherThanAnother() {
        double[] scores = {1, 5, 3};
        double sum = 1;
        sum += Math.exp((COSINES[0] - COSINES[1]) / TEMPERATURE);
        sum += Math.exp((COSINES[2] - COSINES[1]) / TEMPERATURE);
        sum += Math.exp((COSINES[0] - COSINES[2]) / TEMPERATURE);
        try (Scope step = Scope.open(1)) {
            Tensor loss =
                    CoSent.loss(
                            step, vectors(step, LEFT), vectors(step, RIGHT), scores, TEMPERATURE);
            assertThat(loss.toFloats()[0]).isCloseTo((float) Math.log(sum), within(1e-5f));
        }
    }

    @Test
    void coSentOfEqualScoresIsNothing() {
        try (Scope step = Scope.open(1)) {
            Tensor loss =
                    CoSent.loss(
                            step,
                            vectors(step, LEFT),
                            vectors(step, RIGHT),
                            new double[] {2, 2, 2},
                            TEMPERATURE);
            assertThat(loss.toFloats()[0]).isCloseTo(0, within(1e-6f));
        }
    }

    @Test
    void crossEntropyTakesTheLogisticFunctionForAProbability() {
        double[] scores = {1, 0.25, 0};
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double probability = 1 / (1 + Math.exp(-COSINES[i] / TEMPERATURE));
            sum -= scores[i] * Math.log(probability) + (1 - scores[i]) * Math.log(1 - probability);
        }
        try (Scope step = Scope.open(1)) {
            Tensor loss =
                    CosineEntropy.loss(
                            step, vectors(step, LEFT), vectors(step, RIGHT), scores, TEMPERATURE);
            assertThat(loss.toFloats()[0]).isCloseTo((float) (sum / 3), within(1e-5f));
        }
    }

    @Test
    void aSquaredDistanceIsTwiceWhatACosineLacks() {
        try (Scope step = Scope.open(1)) {
            Tensor loss = SquaredDistance.mean(step, vectors(step, LEFT), vectors(step, RIGHT));
            double expected = 0;
            for (double cosine : COSINES) {
                expected += (2 - 2 * cosine) / 3;
            }
            assertThat(loss.toFloats()[0]).isCloseTo((float) expected, within(1e-5f));
        }
    }

    private static Tensor vectors(Scope step, float[][] rows) {
        float[] all = new float[rows.length * 2];
        for (int i = 0; i < all.length; i++) {
            all[i] = rows[i / 2][i % 2];
        }
        return step.floats(all, rows.length, 2);
    }
}

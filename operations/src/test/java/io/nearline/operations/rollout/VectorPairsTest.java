package io.nearline.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.operations.rollout.CheckResult.Outcome;
import io.nearline.testkit.Updates;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The two comparisons of models: of neighbours, and of ranks. */
class VectorPairsTest {

    private static final int POSTS = 400;
    private static final double BAR = 0.3;

    @Test
    void aModelAgreesWithItself() {
        VectorPairs pairs = pairs(VectorPairsTest::vector);

        assertThat(NeighbourOverlap.of(pairs)).isEqualTo(1);
        assertThat(RankCorrelation.of(pairs)).isCloseTo(1, within(1e-9));
    }

    @Test
    void aModelAgreesWithItselfTurnedAndScaled() {
        VectorPairs pairs = pairs(post -> turnedAndScaled(vector(post)));

        assertThat(NeighbourOverlap.of(pairs)).isGreaterThan(0.999);
        assertThat(RankCorrelation.of(pairs)).isGreaterThan(0.999);
    }

    @Test
    void aModelWithOtherDimensionsIsCompared() {
        VectorPairs pairs = pairs(post -> withOneMore(vector(post)));

        assertThat(NeighbourOverlap.of(pairs)).isEqualTo(1);
    }

    @Test
    void vectorsThatBelongToOtherPostsFailBothGates() {
        VectorPairs pairs = pairs(post -> vector(POSTS - 1 - post));

        assertThat(NeighbourOverlap.judge(pairs, BAR).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(RankCorrelation.judge(pairs, BAR).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(NeighbourOverlap.of(pairs)).isLessThan(0.1);
        assertThat(RankCorrelation.of(pairs)).isCloseTo(0, within(0.05));
    }

    @Test
    void aModelThatGivesEveryPostTheSameVectorFailsBothGates() {
        VectorPairs pairs = pairs(post -> vector(0));

        assertThat(NeighbourOverlap.judge(pairs, BAR).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(RankCorrelation.judge(pairs, BAR).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void smallNoiseKeepsMostNeighbours() {
        VectorPairs pairs =
                pairs(
                        post -> {
                            float[] noisy = vector(post);
                            float[] noise = Updates.vectorOf("noise " + post);
                            for (int i = 0; i < noisy.length; i++) {
                                noisy[i] += 0.2f * noise[i];
                            }
                            return noisy;
                        });

        assertThat(NeighbourOverlap.of(pairs)).isBetween(0.4, 0.95);
        assertThat(RankCorrelation.of(pairs)).isBetween(0.8, 0.999);
    }

    @Test
    void withFewPostsNothingIsCompared() {
        VectorPairs few = new VectorPairs(vectors(10), vectors(10));

        assertThat(NeighbourOverlap.judge(few, BAR).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(RankCorrelation.judge(few, BAR).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(RankCorrelation.judge(few, BAR).detail()).contains("10 posts", "20");
    }

    private static VectorPairs pairs(IntFunction<float[]> candidate) {
        return new VectorPairs(
                vectors(POSTS), IntStream.range(0, POSTS).mapToObj(candidate).toList());
    }

    private static List<float[]> vectors(int count) {
        return IntStream.range(0, count).mapToObj(VectorPairsTest::vector).toList();
    }

    private static float[] vector(int post) {
        return Updates.vectorOf("post " + post);
    }

    private static float[] turnedAndScaled(float[] vector) {
        float[] turned = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            turned[i] = -3 * vector[(i + 1) % vector.length];
        }
        return turned;
    }

    private static float[] withOneMore(float[] vector) {
        return Arrays.copyOf(vector, vector.length + 1);
    }
}

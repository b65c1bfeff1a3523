package io.nearline.retrieval.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeEstimateTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 70, 384})
    void addsEachComponentWithTheSignOfItsBit(int dimensions) {
        RandomVectors vectors = new RandomVectors(4, dimensions, 3, 1f);
        float[] direction = vectors.nextUnit();
        float[] vector = vectors.nextUnit();
        long[] codes = new long[2 * Centre.words(dimensions)];
        new Centre(new float[dimensions]).encode(vector, 1, codes, Centre.words(dimensions));
        double expected = 0;
        for (int i = 0; i < dimensions; i++) {
            expected += vector[i] > 0 ? direction[i] : -direction[i];
        }

        float estimate = new CodeEstimate(direction).of(codes, Centre.words(dimensions));

        assertThat((double) estimate).isCloseTo(expected, within(1e-4));
    }

    @Test
    void keepsThePlacesWithTheBestEstimates() {
        int[] places = {5, 6, 7, 8, 9};
        float[] estimates = {0.1f, 0.5f, 0.5f, 0.9f, -1f};

        assertThat(CodeEstimate.best(places, estimates, 2)).containsExactly(6, 8);
        assertThat(CodeEstimate.best(places, estimates, 3)).containsExactly(6, 7, 8);
        assertThat(CodeEstimate.best(places, estimates, 9)).isEqualTo(places);
    }
}

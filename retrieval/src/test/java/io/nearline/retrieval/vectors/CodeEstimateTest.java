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

        CodeEstimate estimate = new CodeEstimate(direction);
        int units = estimate.of(codes, Centre.words(dimensions));

        assertThat((double) units * estimate.unit())
                .isCloseTo(expected, within(dimensions * estimate.unit() / 2 + 1e-4));
    }

    @Test
    void keepsThePlacesWithTheBestEstimates() {
        int[] places = {5, 6, 7, 8, 9};
        int[] estimates = {1, 5, 5, 9, -10};

        assertThat(CodeEstimate.best(places, estimates, 2)).containsExactly(6, 8);
        assertThat(CodeEstimate.best(places, estimates, 3)).containsExactly(6, 7, 8);
        assertThat(CodeEstimate.best(places, estimates, 9)).isEqualTo(places);
    }
}

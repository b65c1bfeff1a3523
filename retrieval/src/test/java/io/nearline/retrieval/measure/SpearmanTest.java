package io.nearline.retrieval.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpearmanTest {

    @Test
    void isOneForTheSameOrderWhateverTheDistances() {
        assertThat(Spearman.rho(new double[] {1, 2, 3}, new double[] {-5, 0, 900}))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void isMinusOneForTheOppositeOrder() {
        assertThat(Spearman.rho(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
                .isCloseTo(-1, within(1e-12));
    }

    @Test
    void equalValuesShareTheirRank() {
        // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
        assertThat(Spearman.rho(new double[] {1, 2, 2, 3}, new double[] {1, 2, 3, 4}))
                .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
    }

    @Test
    void saysNothingOfASeriesWithoutOrder() {
        assertThat(Spearman.rho(new double[] {1, 1, 1}, new double[] {1, 2, 3})).isNaN();
    }
}

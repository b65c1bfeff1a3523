package io.nearline.retrieval.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VMeasureTest {

    @Test
    void isOneForTheSamePartsUnderOtherNumbers() {
        assertThat(VMeasure.of(new int[] {0, 0, 1, 1}, new int[] {7, 7, 3, 3}))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void isZeroForClustersThatSayNothing() {
        assertThat(VMeasure.of(new int[] {0, 0, 1, 1}, new int[] {5, 6, 5, 6}))
                .isCloseTo(0, within(1e-12));
        assertThat(VMeasure.of(new int[] {0, 0, 1, 1}, new int[] {5, 5, 5, 5}))
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void aSplitClassCostsCompletenessOnly() {
        // Classes {2, 2} into clusters {1, 1, 2}: homogeneity 1, completeness ln 2 / (1.5 ln 2).
        double completeness = 1 / 1.5;

        assertThat(VMeasure.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 2, 2}))
                .isCloseTo(2 * completeness / (1 + completeness), within(1e-12));
    }

    @Test
    void itemsWithoutClustersAreRefused() {
        assertThatThrownBy(() -> VMeasure.of(new int[2], new int[1]))
                .hasMessageContaining("2 classes and 1 clusters");
    }
}

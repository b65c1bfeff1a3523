package io.nearline.embedding.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UnitLengthTest {

    @Test
    void scalesToLengthOne() {
        float[] vector = {3, 4};

        UnitLength.scale(vector, UnitLength.lengthOf(vector));

        assertThat(vector).containsExactly(0.6f, 0.8f);
    }

    @Test
    void doesNotOverflowOnLargeNumbers() {
        assertThat(UnitLength.lengthOf(new float[] {3e30f, 4e30f})).isCloseTo(5e30, within(1e24));
    }

    @Test
    void reportsNumbersThatAreNone() {
        assertThat(UnitLength.lengthOf(new float[] {1, Float.NaN})).isNaN();
        assertThat(UnitLength.lengthOf(new float[] {1, Float.NEGATIVE_INFINITY})).isInfinite();
    }

    @Test
    void cosineIgnoresLength() {
        assertThat(Cosine.between(new float[] {1, 0}, new float[] {7, 0})).isEqualTo(1);
        assertThat(Cosine.between(new float[] {1, 0}, new float[] {0, 3})).isZero();
    }

    @Test
    void cosineRefusesVectorsOfDifferentSize() {
        assertThatThrownBy(() -> Cosine.between(new float[2], new float[3]))
                .hasMessageContaining("2 and 3 dimensions");
    }
}

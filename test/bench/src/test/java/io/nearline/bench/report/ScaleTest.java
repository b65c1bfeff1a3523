package io.nearline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.bench.report.Scale.Kind;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void marksRoundNumbersFromZeroOn() {
        assertThat(Scale.over(Kind.LINEAR, 3, 9).ticks())
                .containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
    }

    @Test
    void marksPowersOfTenAroundTheValues() {
        assertThat(Scale.over(Kind.LOG, 20, 900).ticks()).containsExactly(10.0, 100.0, 1000.0);
    }

    @Test
    void putsTheGeometricMeanInTheMiddleOfALogarithmicAxis() {
        assertThat(Scale.over(Kind.LOG, 10, 1000).position(100)).isEqualTo(0.5);
    }
}

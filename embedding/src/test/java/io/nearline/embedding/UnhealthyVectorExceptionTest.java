package io.nearline.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.UnhealthyVectorException.Defect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnhealthyVectorExceptionTest {

    @Test
    void callsAVectorOfLengthZeroDirectionless() {
        assertThat(UnhealthyVectorException.ofLength(0).defect()).isEqualTo(Defect.ZERO_NORM);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void callsALengthThatIsNoNumberNonFinite(double length) {
        assertThat(UnhealthyVectorException.ofLength(length).defect()).isEqualTo(Defect.NON_FINITE);
    }
}

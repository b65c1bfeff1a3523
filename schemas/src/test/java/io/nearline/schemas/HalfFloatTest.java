package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {

    @ParameterizedTest(name = "{0} is {1}: {2}")
    @CsvSource({
        "0.0,               0000, zero",
        "-0.0,              8000, negative zero",
        "1.0,               3C00, one",
        "0.333333343,       3555, rounds down",
        "65504.0,           7BFF, largest",
        "0x1p-14,           0400, smallest normal",
        "0x1.ff8p-15,       03FF, largest subnormal",
        "0x1p-24,           0001, smallest subnormal",
        "0x1p-25,           0000, tie goes to even zero",
        "0x1.000002p-25,    0001, just above the tie",
        "0x1.8p-24,         0002, tie goes to even two",
        "0x1.002p0,         3C00, tie goes to even below",
        "0x1.006p0,         3C02, tie goes to even above",
        "0x1.ffep0,         4000, carries into the exponent",
        "0x1.ffep-15,       0400, subnormal rounds up to normal",
        "1.4E-45,           0000, smallest float vanishes",
    })
    void roundsToNearestEven(float value, String hex, String why) {
        assertThat(HalfFloat.fromFloat(value)).isEqualTo((short) Integer.parseInt(hex, 16));
    }

    @Test
    void everyFiniteNumberSurvivesTheRoundTrip() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (Float.isFinite(value)) {
                assertThat(HalfFloat.fromFloat(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void infinitiesAndNotANumberAreReadAsSuch() {
        assertThat(HalfFloat.toFloat((short) 0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfFloat.toFloat((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloat.toFloat((short) 0x7E00)).isNaN();
    }
}

package io.nearline.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AmountsTest {

    @Test
    void durationsHaveTheirTwoLargestUnits() {
        assertThat(Amounts.duration(0)).isEqualTo("0 s");
        assertThat(Amounts.duration(0.2)).isEqualTo("less than a second");
        assertThat(Amounts.duration(59)).isEqualTo("59 s");
        assertThat(Amounts.duration(61)).isEqualTo("1 min 01 s");
        assertThat(Amounts.duration(7_500)).isEqualTo("2 h 05 min");
        assertThat(Amounts.duration(90_000)).isEqualTo("1 d 01 h");
    }

    @Test
    void bytesHaveTheLargestUnitThatFits() {
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(1_500)).isEqualTo("1.5 kB");
        assertThat(Amounts.bytes(55_300_612)).isEqualTo("55.3 MB");
        assertThat(Amounts.bytes(Long.MAX_VALUE)).endsWith("PB");
    }

    @Test
    void smallRatesHaveADecimal() {
        assertThat(Amounts.rate(0.5)).isEqualTo("0.5");
        assertThat(Amounts.rate(1234.5)).isEqualTo("1,235");
    }

    @Test
    void aBarIsFullOnlyAtTheVeryEnd() {
        assertThat(ProgressBar.of(OptionalDouble.of(0.999)))
                .isEqualTo("[#######################-] 99 %");
        assertThat(ProgressBar.of(OptionalDouble.of(1)))
                .isEqualTo("[########################] 100 %");
    }

    @Test
    void aBarOfUnknownLengthHasNoShare() {
        assertThat(ProgressBar.of(OptionalDouble.empty())).isEqualTo("[........................]");
    }
}

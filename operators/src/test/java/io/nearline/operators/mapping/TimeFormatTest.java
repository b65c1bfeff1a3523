package io.nearline.operators.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {

    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.250Z");

    @ParameterizedTest
    @CsvSource({
        "epoch-seconds, 1772366400.25",
        "epoch-millis, 1772366400250",
        "epoch-micros, 1772366400250000",
        "epoch-nanos, 1772366400250000000",
        "iso-8601, 2026-03-01T12:00:00.250Z",
        "iso-8601, 2026-03-01T13:00:00.250+01:00"
    })
    void eachUnitTellsTheSameMoment(String unit, String text) throws Exception {
        assertThat(read(TimeFormat.ofUnit(unit), new Text(text))).isEqualTo(TIME);
    }

    @Test
    void numbersMayHaveFractions() throws Exception {
        assertThat(read(TimeFormat.ofUnit("epoch-seconds"), Fraction.of(1772366400.25)))
                .isEqualTo(TIME);
    }

    @Test
    void aPatternWithoutZoneNeedsOne() throws Exception {
        ZoneId berlin = TimeFormat.zone("Europe/Berlin");
        TimeFormat format = TimeFormat.ofPattern("yyyy-MM-dd HH:mm:ss", Optional.of(berlin));

        assertThat(read(format, new Text("2026-07-01 12:00:00")))
                .isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
        assertThatThrownBy(() -> TimeFormat.ofPattern("yyyy-MM-dd HH:mm:ss", Optional.empty()))
                .hasMessageContaining("a zone");
    }

    @Test
    void aPatternMayNameTheZoneAndHasEnglishNames() throws Exception {
        TimeFormat format = TimeFormat.ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Optional.empty());

        assertThat(read(format, new Text("Sun Mar 01 13:00:00 +0100 2026")))
                .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void aTimeOfAnotherUnitIsRefused() {
        assertThatThrownBy(
                        () ->
                                read(
                                        TimeFormat.ofUnit("epoch-millis"),
                                        new Whole(new BigInteger("1772366400250000"))))
                .hasMessage(
                        "f: the time at t lies outside the years 1 to 2999; is it of another unit"
                                + " than epoch-millis?");
    }

    @Test
    void aTimeOfATypeTellsItselfUnderEveryUnitAndPattern() throws Exception {
        for (String unit : TimeFormat.UNITS) {
            assertThat(read(TimeFormat.ofUnit(unit), new Moment(TIME))).as(unit).isEqualTo(TIME);
        }
        TimeFormat pattern = TimeFormat.ofPattern("yyyy-MM-dd HH:mmX", Optional.empty());
        assertThat(read(pattern, new Moment(TIME))).isEqualTo(TIME);
    }

    @Test
    void theUnitOfTheTypeTakesNoPlainNumber() {
        assertThatThrownBy(
                        () ->
                                read(
                                        TimeFormat.ofUnit("logical-type"),
                                        new Whole(BigInteger.valueOf(1772366400250L))))
                .hasMessage(
                        "f: path t must lead to a time for the unit logical-type given, found a"
                                + " whole number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "", "2026-03-01", "1e999999999", "12:00"})
    void textThatIsNoTimeIsRefusedWithoutBeingShown(String text) {
        for (String unit : TimeFormat.UNITS) {
            assertThatThrownBy(() -> read(TimeFormat.ofUnit(unit), new Text(text)))
                    .isInstanceOf(UnmappableRecordException.class)
                    .message()
                    .doesNotContain("secret", "2026", "1e9", "12:00");
        }
    }

    private static Instant read(TimeFormat format, SourceValue value) throws Exception {
        return format.read("f", SourcePath.of("t"), value);
    }
}

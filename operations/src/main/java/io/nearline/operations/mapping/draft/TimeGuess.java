package io.nearline.operations.mapping.draft;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the times at a path are written, as a mapping says it.
 *
 * @param format the keys behind the path, such as {@code unit: epoch-millis}
 * @param doubt what is not sure about it; empty if the values tell it
 */
record TimeGuess(String format, Optional<String> doubt) {

    /** Posts of one source lie between these; in another unit a number leaves them. */
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final List<String> UNITS =
            List.of("epoch-seconds", "epoch-millis", "epoch-micros", "epoch-nanos");
    private static final int DIGITS_BETWEEN_UNITS = 3;
    private static final Pattern ISO =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern WITHOUT_ZONE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d([T ])\\d\\d:\\d\\d:\\d\\d(?:\\.(\\d{1,9}))?");

    /** The guess; empty if these are no times. */
    static Optional<TimeGuess> of(FieldProfile field) {
        if (field.isMany()) {
            return Optional.empty();
        }
        if (field.isMoment()) {
            return Optional.of(new TimeGuess("unit: logical-type", Optional.empty()));
        }
        return field.numbers()
                .flatMap(TimeGuess::unit)
                .or(() -> field.texts().flatMap(TimeGuess::written));
    }

    private static Optional<TimeGuess> unit(List<BigDecimal> numbers) {
        for (int unit = 0; unit < UNITS.size(); unit++) {
            BigDecimal earliest = scaled(EARLIEST, unit);
            BigDecimal latest = scaled(LATEST, unit);
            if (numbers.stream()
                    .allMatch(
                            number ->
                                    number.compareTo(earliest) >= 0
                                            && number.compareTo(latest) < 0)) {
                return Optional.of(
                        new TimeGuess(
                                "unit: " + UNITS.get(unit),
                                Optional.of("the unit is told by the size of the numbers alone")));
            }
        }
        return Optional.empty();
    }

    private static BigDecimal scaled(Instant time, int unit) {
        return BigDecimal.valueOf(time.getEpochSecond())
                .movePointRight(unit * DIGITS_BETWEEN_UNITS);
    }

    private static Optional<TimeGuess> written(List<String> texts) {
        if (texts.stream().allMatch(text -> ISO.matcher(text).matches())) {
            return Optional.of(new TimeGuess("unit: iso-8601", Optional.empty()));
        }
        List<Optional<String>> patterns =
                texts.stream().map(TimeGuess::patternWithoutZone).distinct().toList();
        return patterns.size() == 1
                ? patterns.get(0)
                        .map(
                                pattern ->
                                        new TimeGuess(
                                                "pattern: %s, zone: UTC".formatted(pattern),
                                                Optional.of(
                                                        "the times name no zone; UTC is a guess,"
                                                                + " name the source's")))
                : Optional.empty();
    }

    private static Optional<String> patternWithoutZone(String text) {
        Matcher time = WITHOUT_ZONE.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        int digits = time.group(2) == null ? 0 : time.group(2).length();
        return Optional.of(
                "'uuuu-MM-dd%sHH:mm:ss%s'"
                        .formatted(
                                time.group(1).equals("T") ? "''T''" : " ",
                                digits == 0 ? "" : "." + "S".repeat(digits)));
    }

    /** Whether it is sure. */
    @Override
    public String toString() {
        return doubt.isEmpty() ? "TimeGuess[sure]" : "TimeGuess[in doubt]";
    }
}

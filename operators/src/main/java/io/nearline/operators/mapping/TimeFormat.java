package io.nearline.operators.mapping;

import io.nearline.operators.decode.PostContract;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a source writes times: as a number since 1970, as ISO 8601, by a pattern, or in a type that
 * says what its numbers mean. Whatever is given, a value of such a type is the time that it tells.
 */
final class TimeFormat {

    /** Names of the units, in the words of a mapping file. */
    static final List<String> UNITS =
            List.of(
                    "epoch-seconds",
                    "epoch-millis",
                    "epoch-micros",
                    "epoch-nanos",
                    "iso-8601",
                    "logical-type");

    private static final String ISO = "iso-8601";
    private static final String LOGICAL_TYPE = "logical-type";
    private static final List<Integer> DIGITS_TO_NANOS = List.of(9, 6, 3, 0);
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(?:\\.[0-9]{1,9})?");

    /** With a part in every field of a pattern that may be left out. */
    private static final Instant SAMPLE = Instant.parse("2001-02-03T04:05:06.789Z");

    private final String name;
    private final String resolution;
    private final int digitsToNanos;
    private final @Nullable DateTimeFormatter formatter;

    private TimeFormat(
            String name,
            String resolution,
            int digitsToNanos,
            @Nullable DateTimeFormatter formatter) {
        this.name = name;
        this.resolution = resolution;
        this.digitsToNanos = digitsToNanos;
        this.formatter = formatter;
    }

    /**
     * A unit.
     *
     * @throws IllegalArgumentException that names the units, if it is none
     */
    static TimeFormat ofUnit(String unit) {
        int at = UNITS.indexOf(unit);
        if (at < 0) {
            throw new IllegalArgumentException("give one of " + String.join(", ", UNITS));
        }
        return switch (unit) {
            case ISO ->
                    new TimeFormat(unit, "millisecond", 0, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            case LOGICAL_TYPE -> new TimeFormat(unit, "millisecond", 0, null);
            default ->
                    new TimeFormat(
                            unit,
                            at == 0 ? "second" : "millisecond",
                            DIGITS_TO_NANOS.get(at),
                            null);
        };
    }

    /**
     * A pattern of {@link DateTimeFormatter}, with English names.
     *
     * @param zone of times that do not name theirs
     * @throws IllegalArgumentException if no moment can be told from such a text
     */
    static TimeFormat ofPattern(String pattern, Optional<ZoneId> zone) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        DateTimeFormatter zoned = zone.map(formatter::withZone).orElse(formatter);
        try {
            Instant kept = Instant.from(zoned.parse(zoned.format(SAMPLE.atZone(ZoneOffset.UTC))));
            return new TimeFormat("pattern", spanOf(Duration.between(kept, SAMPLE)), 0, zoned);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "no moment can be told from it: give date and time of day, and a zone", e);
        }
    }

    private static String spanOf(Duration lost) {
        if (lost.isZero()) {
            return "millisecond";
        } else if (lost.toSeconds() == 0) {
            return "second";
        }
        return lost.toMinutes() == 0 ? "minute" : "hour";
    }

    /**
     * A zone.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("give a zone as Europe/Berlin, +01:00 or UTC", e);
        }
    }

    /** The span within which it tells no two times apart: a word. */
    String resolution() {
        return resolution;
    }

    /**
     * The moment that a value tells.
     *
     * @param field of the post, for the message
     */
    Instant read(String field, SourcePath path, SourceValue value)
            throws UnmappableRecordException {
        Instant time = unchecked(field, path, value);
        if (!PostContract.isPlausible(time)) {
            throw outside(field, path);
        }
        return time;
    }

    private Instant unchecked(String field, SourcePath path, SourceValue value)
            throws UnmappableRecordException {
        if (value instanceof Moment moment) {
            return moment.value();
        } else if (name.equals(LOGICAL_TYPE)) {
            throw refused(field, path, value, "a time");
        }
        return formatter == null ? number(field, path, value) : text(field, path, value);
    }

    private Instant number(String field, SourcePath path, SourceValue value)
            throws UnmappableRecordException {
        BigDecimal number =
                exact(value)
                        .orElseThrow(() -> refused(field, path, value, "a number or its digits"));
        BigInteger nanos = number.movePointRight(digitsToNanos).toBigInteger();
        BigInteger[] parts = nanos.divideAndRemainder(NANOS);
        if (parts[0].bitLength() >= Long.SIZE - 1
                || Math.abs(parts[0].longValue()) > Instant.MAX.getEpochSecond() / 2) {
            throw outside(field, path);
        }
        return Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue());
    }

    private static Optional<BigDecimal> exact(SourceValue value) {
        if (value instanceof Whole whole) {
            return Optional.of(new BigDecimal(whole.value()));
        } else if (value instanceof Fraction fraction) {
            return fraction.number();
        } else if (value instanceof Text text && NUMBER.matcher(text.value()).matches()) {
            return Optional.of(new BigDecimal(text.value()));
        }
        return Optional.empty();
    }

    private Instant text(String field, SourcePath path, SourceValue value)
            throws UnmappableRecordException {
        if (!(value instanceof Text text) || formatter == null) {
            throw refused(field, path, value, "text");
        }
        try {
            return Instant.from(formatter.parse(text.value()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnmappableRecordException(
                    field, "the text at %s is no time of the %s given".formatted(path, kind()));
        }
    }

    private String kind() {
        return name.equals("pattern") ? name : "unit " + name;
    }

    private UnmappableRecordException refused(
            String field, SourcePath path, SourceValue found, String wanted) {
        return new UnmappableRecordException(
                field,
                "path %s must lead to %s for the %s given, found %s"
                        .formatted(path, wanted, kind(), found.type()));
    }

    private UnmappableRecordException outside(String field, SourcePath path) {
        return new UnmappableRecordException(
                field,
                "the time at %s lies outside the years 1 to 2999; is it of another %s?"
                        .formatted(path, name.equals("pattern") ? "pattern" : "unit than " + name));
    }
}

package io.nearline.pipeline.source.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.JulianFields;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/** Times as Parquet counts them. */
final class ParquetTimes {

    private static final long EPOCH_JULIAN_DAY =
            Instant.EPOCH.atOffset(ZoneOffset.UTC).getLong(JulianFields.JULIAN_DAY);

    private static final String TIME_OF_DAY = "HH:mm:ss";

    private ParquetTimes() {}

    static Instant since1970(long number, TimeUnit unit) {
        return Instant.EPOCH.plus(number, unitOf(unit));
    }

    /** As people write it, without a zone, with as many digits as the unit has. */
    static String local(Instant time, TimeUnit unit) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'" + TIME_OF_DAY + digits(unit))
                .format(time.atOffset(ZoneOffset.UTC));
    }

    /** A time of day; what is outside of a day is counted modulo a day. */
    static String ofDay(long number, TimeUnit unit) {
        return DateTimeFormatter.ofPattern(TIME_OF_DAY + digits(unit))
                .format(LocalTime.MIDNIGHT.plus(number, unitOf(unit)));
    }

    /** Nanoseconds of the day in 8 bytes, Julian day in 4, both little endian. */
    static Instant int96(byte[] bytes) {
        ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long nanosOfDay = parts.getLong();
        long day = parts.getInt() - EPOCH_JULIAN_DAY;
        return Instant.EPOCH.plus(Duration.ofDays(day)).plusNanos(nanosOfDay);
    }

    private static ChronoUnit unitOf(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }

    private static String digits(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ".SSS";
            case MICROS -> ".SSSSSS";
            case NANOS -> ".SSSSSSSSS";
        };
    }
}

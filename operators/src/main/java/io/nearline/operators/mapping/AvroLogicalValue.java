package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Bytes;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;

/** What Avro's logical types say of a value: times, dates, decimals, identifiers. */
final class AvroLogicalValue {

    /** Knows the Java types that Avro's conversions make, so that a union of them is told apart. */
    static final GenericData DATA = new GenericData();

    static {
        DATA.addLogicalTypeConversion(new Conversions.DecimalConversion());
        DATA.addLogicalTypeConversion(new Conversions.UUIDConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.DateConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.TimeMillisConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.TimestampNanosConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
        DATA.addLogicalTypeConversion(new TimeConversions.LocalTimestampNanosConversion());
    }

    private static final String TIME_OF_DAY = "HH:mm:ss";
    private static final String DATE_AND_TIME = "uuuu-MM-dd'T'" + TIME_OF_DAY;
    private static final int BYTES_OF_UUID = 16;

    private AvroLogicalValue() {}

    /** The value; empty if nothing is known here of the type, so that the type below it counts. */
    static Optional<SourceValue> of(LogicalType type, Object datum) {
        return Optional.ofNullable(
                switch (type.getName()) {
                    case "timestamp-millis" -> moment(datum, ChronoUnit.MILLIS);
                    case "timestamp-micros" -> moment(datum, ChronoUnit.MICROS);
                    case "timestamp-nanos" -> moment(datum, ChronoUnit.NANOS);
                    case "local-timestamp-millis" -> local(datum, ChronoUnit.MILLIS, ".SSS");
                    case "local-timestamp-micros" -> local(datum, ChronoUnit.MICROS, ".SSSSSS");
                    case "local-timestamp-nanos" -> local(datum, ChronoUnit.NANOS, ".SSSSSSSSS");
                    case "date" -> date(datum);
                    case "time-millis" -> timeOfDay(datum, ChronoUnit.MILLIS, ".SSS");
                    case "time-micros" -> timeOfDay(datum, ChronoUnit.MICROS, ".SSSSSS");
                    case "decimal" -> decimal((LogicalTypes.Decimal) type, datum);
                    case "uuid" -> uuid(datum);
                    default -> null;
                });
    }

    private static SourceValue moment(Object datum, ChronoUnit unit) {
        return new Moment(datum instanceof Instant instant ? instant : since1970(datum, unit));
    }

    private static Instant since1970(Object datum, ChronoUnit unit) {
        return Instant.EPOCH.plus(((Number) datum).longValue(), unit);
    }

    private static SourceValue local(Object datum, ChronoUnit unit, String digits) {
        LocalDateTime time =
                datum instanceof LocalDateTime converted
                        ? converted
                        : LocalDateTime.ofInstant(since1970(datum, unit), ZoneOffset.UTC);
        return new Text(DateTimeFormatter.ofPattern(DATE_AND_TIME + digits).format(time));
    }

    private static SourceValue date(Object datum) {
        LocalDate date =
                datum instanceof LocalDate converted
                        ? converted
                        : LocalDate.ofEpochDay(((Number) datum).longValue());
        return new Text(date.toString());
    }

    /** Counted modulo a day: what is outside of it would be no time of day at all. */
    private static SourceValue timeOfDay(Object datum, ChronoUnit unit, String digits) {
        LocalTime time =
                datum instanceof LocalTime converted
                        ? converted
                        : LocalTime.MIDNIGHT.plus(((Number) datum).longValue(), unit);
        return new Text(DateTimeFormatter.ofPattern(TIME_OF_DAY + digits).format(time));
    }

    private static SourceValue decimal(LogicalTypes.Decimal type, Object datum) {
        BigDecimal decimal;
        if (datum instanceof BigDecimal converted) {
            decimal = converted;
        } else {
            byte[] unscaled = bytes(datum);
            if (unscaled.length == 0) {
                return Bytes.BYTES;
            }
            decimal = new BigDecimal(new BigInteger(unscaled), type.getScale());
        }
        return type.getScale() == 0
                ? new Whole(decimal.toBigInteger())
                : new Text(decimal.toPlainString());
    }

    private static SourceValue uuid(Object datum) {
        if (!(datum instanceof GenericFixed fixed)) {
            return new Text(datum.toString());
        }
        ByteBuffer halves = ByteBuffer.wrap(fixed.bytes());
        return halves.remaining() == BYTES_OF_UUID
                ? new Text(new UUID(halves.getLong(), halves.getLong()).toString())
                : Bytes.BYTES;
    }

    private static byte[] bytes(Object datum) {
        if (datum instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) datum).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}

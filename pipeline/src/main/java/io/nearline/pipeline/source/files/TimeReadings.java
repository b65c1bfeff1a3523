package io.nearline.pipeline.source.files;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/**
 * How times are read, by the logical type that a file gives them. Finer units are cut to
 * milliseconds, which is what posts have. A number without a logical type is taken for
 * milliseconds; whether it can be one, the contract of posts says for each.
 */
final class TimeReadings {

    private static final String REMEDY = "write it as a timestamp in UTC";

    private TimeReadings() {}

    static Function<Object, Instant> time(Schema type, @Nullable String logicalType)
            throws UnfitTypeException {
        if (ColumnMeaning.INT96.equals(logicalType)) {
            return value ->
                    Instant.ofEpochMilli(
                            ParquetTimes.int96(((GenericFixed) value).bytes()).toEpochMilli());
        }
        if (type.getType() != Schema.Type.LONG) {
            throw UnfitTypeException.of(type, logicalType, REMEDY);
        }
        LongUnaryOperator millis = millis(type, logicalType);
        return value -> Instant.ofEpochMilli(millis.applyAsLong((Long) value));
    }

    private static LongUnaryOperator millis(Schema type, @Nullable String logicalType)
            throws UnfitTypeException {
        if (logicalType == null) {
            return value -> value;
        }
        return switch (logicalType) {
            case "timestamp-millis" -> value -> value;
            case "timestamp-micros" -> value -> Math.floorDiv(value, 1_000L);
            case "timestamp-nanos" -> value -> Math.floorDiv(value, 1_000_000L);
            case "local-timestamp-millis", "local-timestamp-micros", "local-timestamp-nanos" ->
                    throw UnfitTypeException.of(
                            type, logicalType, "its time zone is not known; " + REMEDY);
            default -> throw UnfitTypeException.of(type, logicalType, REMEDY);
        };
    }
}

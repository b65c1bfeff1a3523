package io.nearline.pipeline.source.files;

import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** What Parquet says that the numbers of a column mean, in the words of Avro's logical types. */
final class ColumnMeaning {

    /** Not one of Avro's: nanoseconds of the day and Julian day, as older writers have times. */
    static final String INT96 = "int96";

    private ColumnMeaning() {}

    /** Empty where the numbers are numbers, and for columns of something else. */
    static Optional<String> of(Type column) {
        if (column.isPrimitive()
                && column.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            return Optional.of(INT96);
        }
        LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
        if (annotation instanceof TimestampLogicalTypeAnnotation timestamp) {
            String zone = timestamp.isAdjustedToUTC() ? "" : "local-";
            return Optional.of("%stimestamp-%s".formatted(zone, lower(timestamp.getUnit())));
        }
        if (annotation instanceof TimeLogicalTypeAnnotation time) {
            return Optional.of("time-" + lower(time.getUnit()));
        }
        if (annotation instanceof DateLogicalTypeAnnotation) {
            return Optional.of("date");
        }
        if (annotation instanceof DecimalLogicalTypeAnnotation) {
            return Optional.of("decimal");
        }
        return Optional.empty();
    }

    private static String lower(LogicalTypeAnnotation.TimeUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}

package io.nearline.pipeline.source.files;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Bytes;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** One value of a Parquet file, by its type and by what the file says that it means. */
final class ParquetValue {

    private static final int LONG_BITS = 64;

    private ParquetValue() {}

    /**
     * The value.
     *
     * @param index of the field in the group
     * @param at which of the field's values
     */
    static SourceValue of(Group group, PrimitiveType type, int index, int at) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> new Flag(group.getBoolean(index, at));
            case INT32 -> number(group.getInteger(index, at), meaning);
            case INT64 -> number(group.getLong(index, at), meaning);
            // By its digits: 1.1f is 1.1, not 1.10000002384.
            case FLOAT ->
                    Fraction.of(Double.parseDouble(Float.toString(group.getFloat(index, at))));
            case DOUBLE -> Fraction.of(group.getDouble(index, at));
            case INT96 -> new Moment(ParquetTimes.int96(group.getInt96(index, at).getBytes()));
            case BINARY -> text(group.getBinary(index, at), meaning);
            case FIXED_LEN_BYTE_ARRAY -> fixed(group.getBinary(index, at), meaning);
        };
    }

    private static SourceValue number(long number, LogicalTypeAnnotation meaning) {
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            Instant time = ParquetTimes.since1970(number, timestamp.getUnit());
            // Without a zone it is no moment, but a pattern with a zone makes one of it.
            return timestamp.isAdjustedToUTC()
                    ? new Moment(time)
                    : new Text(ParquetTimes.local(time, timestamp.getUnit()));
        } else if (meaning instanceof DateLogicalTypeAnnotation) {
            return new Text(LocalDate.ofEpochDay(number).toString());
        } else if (meaning instanceof TimeLogicalTypeAnnotation time) {
            return new Text(ParquetTimes.ofDay(number, time.getUnit()));
        } else if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(BigInteger.valueOf(number), decimal);
        }
        return new Whole(
                meaning instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()
                        ? unsigned(number, whole)
                        : BigInteger.valueOf(number));
    }

    private static BigInteger unsigned(long number, IntLogicalTypeAnnotation whole) {
        return whole.getBitWidth() == LONG_BITS
                ? new BigInteger(Long.toUnsignedString(number))
                : BigInteger.valueOf(Integer.toUnsignedLong((int) number));
    }

    /** Older writers leave strings without saying that they are; what is no UTF-8 is no text. */
    private static SourceValue text(Binary bytes, LogicalTypeAnnotation meaning) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(new BigInteger(bytes.getBytes()), decimal);
        } else if (meaning instanceof BsonLogicalTypeAnnotation) {
            return Bytes.BYTES;
        }
        try {
            return new Text(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.toByteBuffer()).toString());
        } catch (CharacterCodingException e) {
            return Bytes.BYTES;
        }
    }

    private static SourceValue fixed(Binary bytes, LogicalTypeAnnotation meaning) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(new BigInteger(bytes.getBytes()), decimal);
        } else if (meaning instanceof UUIDLogicalTypeAnnotation) {
            ByteBuffer halves = ByteBuffer.wrap(bytes.getBytes());
            return new Text(new UUID(halves.getLong(), halves.getLong()).toString());
        }
        return Bytes.BYTES;
    }

    private static SourceValue decimal(BigInteger digits, DecimalLogicalTypeAnnotation type) {
        return type.getScale() == 0
                ? new Whole(digits)
                : new Text(new BigDecimal(digits, type.getScale()).toPlainString());
    }
}

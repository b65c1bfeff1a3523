package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Bytes;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Nothing;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of Avro, by its own schema. Logical types count: a timestamp is a time, a date is text.
 * Values may be as Avro reads them or as its conversions make them.
 */
public final class AvroRecord {

    /**
     * Records within each other, as many as Protobuf takes: a schema that holds itself does so by a
     * record, and the bytes choose how often.
     */
    private static final int DEEPEST = 100;

    private AvroRecord() {}

    /**
     * The fields of a record.
     *
     * @throws IllegalArgumentException if a value is of no type of its union, or records are nested
     *     more than 100 levels deep; never shows a value
     */
    public static Fields of(IndexedRecord record) {
        return fields(record, 1);
    }

    private static Fields fields(IndexedRecord record, int level) {
        if (level > DEEPEST) {
            throw new IllegalArgumentException(
                    "records are nested more than %d levels deep".formatted(DEEPEST));
        }
        Map<String, SourceValue> values = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            values.put(field.name(), value(field.schema(), record.get(field.pos()), level));
        }
        return new Fields(values);
    }

    private static SourceValue value(Schema schema, @Nullable Object datum, int level) {
        if (datum == null) {
            return Nothing.NOTHING;
        }
        return Optional.ofNullable(schema.getLogicalType())
                .flatMap(type -> AvroLogicalValue.of(type, datum))
                .orElseGet(() -> plain(schema, datum, level));
    }

    private static SourceValue plain(Schema schema, Object datum, int level) {
        return switch (schema.getType()) {
            case NULL -> Nothing.NOTHING;
            case UNION -> value(branch(schema, datum), datum, level);
            case RECORD -> fields((IndexedRecord) datum, level + 1);
            case MAP -> entries(schema.getValueType(), (Map<?, ?>) datum, level);
            case ARRAY -> items(schema.getElementType(), (Collection<?>) datum, level);
            case STRING, ENUM -> new Text(datum.toString());
            case INT, LONG -> new Whole(BigInteger.valueOf(((Number) datum).longValue()));
            // By its digits: 1.1f is 1.1, not 1.10000002384.
            case FLOAT, DOUBLE -> Fraction.of(Double.parseDouble(datum.toString()));
            case BOOLEAN -> new Flag((Boolean) datum);
            case BYTES, FIXED -> Bytes.BYTES;
        };
    }

    /** The type within a union; in most there is one beside null. */
    private static Schema branch(Schema union, Object datum) {
        List<Schema> types = union.getTypes();
        if (types.size() == 2 && types.get(0).getType() == Schema.Type.NULL) {
            return types.get(1);
        } else if (types.size() == 2 && types.get(1).getType() == Schema.Type.NULL) {
            return types.get(0);
        }
        try {
            return types.get(AvroLogicalValue.DATA.resolveUnion(union, datum));
        } catch (AvroRuntimeException e) {
            // Its message shows the value.
            throw new IllegalArgumentException(
                    "a value of %s is of none of the types %s"
                            .formatted(
                                    datum.getClass().getName(),
                                    types.stream().map(Schema::getFullName).toList()));
        }
    }

    private static Fields entries(Schema type, Map<?, ?> map, int level) {
        Map<String, SourceValue> values = new LinkedHashMap<>();
        map.forEach((key, datum) -> values.put(String.valueOf(key), value(type, datum, level)));
        return new Fields(values);
    }

    private static Items items(Schema type, Collection<?> elements, int level) {
        List<SourceValue> values = new ArrayList<>(elements.size());
        elements.forEach(datum -> values.add(value(type, datum, level)));
        return new Items(values);
    }
}

package io.nearline.operators.mapping;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.nearline.operators.mapping.SourceValue.Bytes;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message of Protobuf, by its descriptor. Fields have the names of the definition. What is not
 * set is nothing; where a field has no presence, so are zero and the empty text, since an unset
 * field looks the same. Fields that the descriptor does not know are passed over.
 */
public final class ProtobufRecord {

    private ProtobufRecord() {}

    /** The fields of a message. */
    public static Fields of(Message message) {
        Map<String, SourceValue> values = new LinkedHashMap<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isMapField()) {
                values.put(field.getName(), entries((List<?>) message.getField(field)));
            } else if (field.isRepeated()) {
                values.put(field.getName(), items(field, (List<?>) message.getField(field)));
            } else if (message.hasField(field) || isChoice(field)) {
                values.put(field.getName(), value(field, message.getField(field)));
            }
        }
        return new Fields(values);
    }

    /** False and an enum's first value say something, also where they are not written. */
    private static boolean isChoice(FieldDescriptor field) {
        return !field.hasPresence()
                && switch (field.getJavaType()) {
                    case BOOLEAN, ENUM -> true;
                    default -> false;
                };
    }

    private static Fields entries(List<?> entries) {
        Map<String, SourceValue> values = new LinkedHashMap<>();
        for (Object element : entries) {
            Message entry = (Message) element;
            List<FieldDescriptor> fields = entry.getDescriptorForType().getFields();
            values.put(
                    String.valueOf(entry.getField(fields.get(0))),
                    value(fields.get(1), entry.getField(fields.get(1))));
        }
        return new Fields(values);
    }

    private static Items items(FieldDescriptor field, List<?> elements) {
        List<SourceValue> values = new ArrayList<>(elements.size());
        elements.forEach(element -> values.add(value(field, element)));
        return new Items(values);
    }

    /** One value of a field, or of a well-known type that wraps one. */
    static SourceValue value(FieldDescriptor field, Object datum) {
        return switch (field.getJavaType()) {
            case STRING -> new Text((String) datum);
            case INT, LONG -> whole(field, (Number) datum);
            // By its digits: 1.1f is 1.1, not 1.10000002384.
            case FLOAT, DOUBLE -> Fraction.of(Double.parseDouble(datum.toString()));
            case BOOLEAN -> new Flag((Boolean) datum);
            case BYTE_STRING -> Bytes.BYTES;
            case ENUM -> new Text(name((EnumValueDescriptor) datum));
            case MESSAGE ->
                    WellKnownMessage.of((Message) datum).orElseGet(() -> of((Message) datum));
        };
    }

    private static Whole whole(FieldDescriptor field, Number number) {
        return switch (field.getType()) {
            case UINT32, FIXED32 ->
                    new Whole(BigInteger.valueOf(Integer.toUnsignedLong(number.intValue())));
            case UINT64, FIXED64 ->
                    new Whole(new BigInteger(Long.toUnsignedString(number.longValue())));
            default -> new Whole(BigInteger.valueOf(number.longValue()));
        };
    }

    /** Of a value that the descriptor does not know yet, its number. */
    private static String name(EnumValueDescriptor value) {
        return value.getIndex() < 0 ? Integer.toString(value.getNumber()) : value.getName();
    }
}

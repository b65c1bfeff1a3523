package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEventKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** How each kind of field but times is read, by the type that a file gives it. */
final class ValueReadings {

    private ValueReadings() {}

    /** Strings, symbols of enums, and UTF-8 bytes, as older writers of Parquet leave strings. */
    static Function<Object, String> text(Schema type, @Nullable String logicalType)
            throws UnfitTypeException {
        return switch (type.getType()) {
            case STRING, ENUM -> Object::toString;
            case BYTES -> {
                requireNone(type, logicalType, "cast it to a string");
                yield ValueReadings::utf8;
            }
            default -> throw UnfitTypeException.of(type, logicalType, "cast it to a string");
        };
    }

    /** Texts, and the whole numbers that some sources use for ids. */
    static Function<Object, String> id(Schema type, @Nullable String logicalType)
            throws UnfitTypeException {
        if (isWhole(type) && logicalType == null) {
            return Object::toString;
        }
        return text(type, logicalType);
    }

    /** Whole numbers, and times in milliseconds, which are what revisions are often made from. */
    static Function<Object, Long> number(Schema type, @Nullable String logicalType)
            throws UnfitTypeException {
        String remedy = "write it as a 64-bit integer, with the numbers that the live posts carry";
        if (!isWhole(type)) {
            throw UnfitTypeException.of(type, logicalType, remedy);
        }
        if (!"timestamp-millis".equals(logicalType)) {
            requireNone(type, logicalType, remedy);
        }
        return value -> ((Number) value).longValue();
    }

    /** Names of kinds in any case; what is none of them is a kind that is not known here. */
    static Function<Object, PostEventKind> kind(Schema type, @Nullable String logicalType)
            throws UnfitTypeException {
        return text(type, logicalType).andThen(ValueReadings::kindNamed);
    }

    /** Arrays of texts; elements that are null are left out. */
    static Function<Object, List<String>> texts(Schema type, @Nullable String logicalType)
            throws UnfitTypeException {
        if (type.getType() != Schema.Type.ARRAY) {
            throw UnfitTypeException.of(type, logicalType, "make it an array of strings");
        }
        Function<Object, String> element = element(NullUnion.withoutNull(type.getElementType()));
        return value -> {
            List<String> texts = new ArrayList<>();
            for (Object written : (Iterable<?>) value) {
                if (written != null) {
                    texts.add(element.apply(written));
                }
            }
            texts.removeIf(Objects::isNull);
            return texts;
        };
    }

    /** Maps of texts; entries whose value is null are left out. */
    static Function<Object, Map<String, String>> textsByName(
            Schema type, @Nullable String logicalType) throws UnfitTypeException {
        if (type.getType() != Schema.Type.MAP) {
            throw UnfitTypeException.of(type, logicalType, "make it a map of strings");
        }
        Function<Object, String> text = element(NullUnion.withoutNull(type.getValueType()));
        return value -> {
            Map<String, String> texts = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                String read = entry.getValue() == null ? null : text.apply(entry.getValue());
                if (read != null) {
                    texts.put(entry.getKey().toString(), read);
                }
            }
            return texts;
        };
    }

    /** Texts, and records around one text, as some writers of lists leave them. */
    private static Function<Object, String> element(Schema type) throws UnfitTypeException {
        if (type.getType() == Schema.Type.NULL) {
            return value -> null;
        }
        if (type.getType() == Schema.Type.RECORD && type.getFields().size() == 1) {
            Function<Object, String> inner =
                    element(NullUnion.withoutNull(type.getFields().get(0).schema()));
            return value -> {
                Object only = ((IndexedRecord) value).get(0);
                return only == null ? null : inner.apply(only);
            };
        }
        return text(type, type.getProp(PostMapping.LOGICAL_TYPE));
    }

    private static boolean isWhole(Schema type) {
        return type.getType() == Schema.Type.INT || type.getType() == Schema.Type.LONG;
    }

    private static void requireNone(Schema type, @Nullable String logicalType, String remedy)
            throws UnfitTypeException {
        if (logicalType != null) {
            throw UnfitTypeException.of(type, logicalType, remedy);
        }
    }

    private static String utf8(Object bytes) {
        return StandardCharsets.UTF_8.decode(((ByteBuffer) bytes).duplicate()).toString();
    }

    private static PostEventKind kindNamed(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "CREATE" -> PostEventKind.CREATE;
            case "UPDATE" -> PostEventKind.UPDATE;
            case "DELETE" -> PostEventKind.DELETE;
            default -> PostEventKind.UNKNOWN;
        };
    }
}

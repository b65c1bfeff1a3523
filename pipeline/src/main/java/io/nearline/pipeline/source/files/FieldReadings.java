package io.nearline.pipeline.source.files;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Finds the fields of a file that make a post, and collects what stands against it. */
final class FieldReadings {

    private final Schema writer;
    private final Map<String, String> names;
    private final List<String> problems;

    /**
     * @param problems where problems are added, in words
     */
    FieldReadings(Schema writer, List<String> problems) {
        this.writer = writer;
        this.names =
                FieldNames.matching(writer.getFields().stream().map(Schema.Field::name).toList());
        this.problems = problems;
    }

    /** How values of one type are read. */
    @FunctionalInterface
    interface ByType<T> {

        /**
         * The reading of values of a type that is not null; it is never given null.
         *
         * @param logicalType what the file says that the values mean, if it says so
         */
        Function<Object, T> of(Schema type, @Nullable String logicalType) throws UnfitTypeException;
    }

    <T> FieldReading<T> required(String name, ByType<T> byType) {
        if (!names.containsKey(name)) {
            problems.add("no field " + name);
        }
        return optional(name, byType);
    }

    <T> FieldReading<T> optional(String name, ByType<T> byType) {
        if (!names.containsKey(name)) {
            return written -> null;
        }
        Schema.Field field = writer.getField(names.get(name));
        try {
            Function<Object, T> reading = reading(field, byType);
            return written -> {
                Object value = written.get(field.pos());
                return value == null ? null : reading.apply(value);
            };
        } catch (UnfitTypeException e) {
            problems.add(field.name() + " " + e.getMessage());
            return written -> null;
        }
    }

    private static <T> Function<Object, T> reading(Schema.Field field, ByType<T> byType)
            throws UnfitTypeException {
        Schema type = NullUnion.withoutNull(field.schema());
        if (type.getType() == Schema.Type.NULL) {
            return value -> null;
        }
        String logicalType = type.getProp(PostMapping.LOGICAL_TYPE);
        return byType.of(
                type, logicalType == null ? field.getProp(PostMapping.LOGICAL_TYPE) : logicalType);
    }
}

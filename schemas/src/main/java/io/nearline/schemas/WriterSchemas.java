package io.nearline.schemas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that records of one type are written with. A record whose last fields say {@value
 * #OMIT} and hold their defaults is written in the version before those fields: to the byte as
 * before they were there, and for readers who do not know them.
 */
final class WriterSchemas<T extends SpecificRecord> {

    /** Property of a field at the end of a schema. */
    static final String OMIT = "omitIfDefault";

    /** A header, and what writes the body behind it. */
    record Writer<T>(byte[] header, DatumWriter<T> body) {}

    private final Writer<T> whole;

    /** Values of the fields that may be left out, by the fields' positions. */
    private final Map<Integer, Object> omitted;

    /** Null where no field may be left out. */
    private final @Nullable Writer<T> reduced;

    private WriterSchemas(
            Writer<T> whole, Map<Integer, Object> omitted, @Nullable Writer<T> reduced) {
        this.whole = whole;
        this.omitted = omitted;
        this.reduced = reduced;
    }

    /**
     * The schemas for records of one type.
     *
     * @param catalog has the version without the fields that may be left out, if there are any
     */
    static <T extends SpecificRecord> WriterSchemas<T> of(
            Schema schema, SchemaCatalog catalog, SpecificData data) {
        List<Schema.Field> fields = schema.getFields();
        int kept = fields.size();
        while (kept > 0 && Boolean.TRUE.equals(fields.get(kept - 1).getObjectProp(OMIT))) {
            kept--;
        }
        int shared = kept;
        Writer<T> reduced =
                shared == fields.size()
                        ? null
                        : catalog.versions().stream()
                                .filter(version -> isBeginning(version, schema, shared))
                                .findFirst()
                                .map(version -> WriterSchemas.<T>writer(version, data))
                                .orElseThrow(() -> withoutVersion(schema));
        Map<Integer, Object> omitted = new HashMap<>();
        for (Schema.Field field : fields.subList(shared, fields.size())) {
            omitted.put(field.pos(), data.getDefaultValue(field));
        }
        return new WriterSchemas<>(writer(schema, data), omitted, reduced);
    }

    /** What writes this record. */
    Writer<T> of(T datum) {
        if (reduced == null) {
            return whole;
        }
        for (Map.Entry<Integer, Object> field : omitted.entrySet()) {
            if (!isSame(field.getValue(), datum.get(field.getKey()))) {
                return whole;
            }
        }
        return reduced;
    }

    private static boolean isSame(Object byDefault, Object value) {
        // The usual case, told without a look at elements.
        if (value instanceof List<?> list && list.isEmpty() && byDefault instanceof List<?> none) {
            return none.isEmpty();
        }
        return byDefault.equals(value);
    }

    private static <T> Writer<T> writer(Schema schema, SpecificData data) {
        return new Writer<>(
                SingleObjectHeader.of(SchemaCatalog.fingerprint(schema)),
                new SpecificDatumWriter<>(schema, data));
    }

    private static boolean isBeginning(Schema version, Schema of, int fields) {
        if (version.getFields().size() != fields) {
            return false;
        }
        for (int i = 0; i < fields; i++) {
            Schema.Field mine = version.getFields().get(i);
            Schema.Field other = of.getFields().get(i);
            if (!mine.name().equals(other.name()) || !form(mine).equals(form(other))) {
                return false;
            }
        }
        return true;
    }

    /** Without what does not shape the body. */
    private static String form(Schema.Field field) {
        return SchemaNormalization.toParsingForm(field.schema());
    }

    private static IllegalStateException withoutVersion(Schema schema) {
        return new IllegalStateException(
                """
                No frozen version of %s ends before its fields with %s: only fields behind all those \
                of a version that was shipped can be left out.\
                """
                        .formatted(schema.getName(), OMIT));
    }
}

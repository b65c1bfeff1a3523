package io.nearline.pipeline.source.files;

import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads one field of a record.
 *
 * @param <T> what becomes of its values
 */
@FunctionalInterface
interface FieldReading<T> {

    /** The value; null where it is null or the file does not have the field. */
    @Nullable T read(GenericRecord written);

    /** The value, or the other one instead of null. */
    default T read(GenericRecord written, T otherwise) {
        T found = read(written);
        return found == null ? otherwise : found;
    }
}

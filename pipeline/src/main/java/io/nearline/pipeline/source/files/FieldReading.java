package io.nearline.pipeline.source.files;

import org.apache.avro.generic.GenericRecord;

/**
 * Reads one field of a record.
 *
 * @param <T> what becomes of its values
 */
@FunctionalInterface
interface FieldReading<T> {

    /** The value, or the other one where it is null or the file does not have the field. */
    T read(GenericRecord written, T otherwise);
}

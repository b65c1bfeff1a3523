package io.nearline.operators.registry;

import java.util.List;

/**
 * A schema as the registry gives it.
 *
 * @param type {@code AVRO}, {@code JSON} or {@code PROTOBUF}
 * @param text the schema
 * @param references versions of other subjects that it uses
 */
record RegisteredSchema(String type, String text, List<Reference> references) {

    static final String AVRO = "AVRO";

    /** A version of a subject. */
    record Reference(String subject, int version) {}

    /** Without the schema, which is long. */
    @Override
    public String toString() {
        return "%s with %d references".formatted(type, references.size());
    }
}

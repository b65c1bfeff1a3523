package io.nearline.operators.registry;

/** The registry says that it has no such schema, or one that Avro cannot read. */
public final class UnknownSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    UnknownSchemaException(String message) {
        super(message);
    }
}

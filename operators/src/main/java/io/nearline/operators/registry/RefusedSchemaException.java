package io.nearline.operators.registry;

/** The registry does not take a schema, since consumers of earlier versions could not read it. */
public final class RefusedSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedSchemaException(String message) {
        super(message);
    }
}

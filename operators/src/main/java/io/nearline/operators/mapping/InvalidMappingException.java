package io.nearline.operators.mapping;

/** A mapping file cannot be used. The message begins with file and line. */
public final class InvalidMappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidMappingException(String message) {
        super(message);
    }
}

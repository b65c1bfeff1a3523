package io.nearline.operators.json;

/** Bytes are not one JSON object. The message says where, and never repeats what they hold. */
public final class InvalidJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidJsonException(String message) {
        super(message);
    }
}

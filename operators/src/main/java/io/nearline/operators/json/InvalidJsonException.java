package io.nearline.operators.json;

/** Bytes are not one JSON object. The message says where, and never repeats what they hold. */
public final class InvalidJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidJsonException(String reason) {
        this(reason, reason);
    }

    InvalidJsonException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The message without the place, so that equal ones may be counted as one. */
    public String reason() {
        return reason;
    }
}

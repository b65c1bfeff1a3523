package io.nearline.pipeline.source.files;

/** A row of CSV is not as RFC 4180 has it. The message repeats nothing of the row. */
final class MalformedRowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    MalformedRowException(String reason) {
        this(reason, reason);
    }

    MalformedRowException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The message without the place. */
    String reason() {
        return reason;
    }
}

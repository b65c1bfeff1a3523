package io.nearline.operations.posts;

/**
 * A line is not a post. The message names the field and what it should hold, and never repeats what
 * the post says.
 */
public final class UnreadablePostException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UnreadablePostException(String message) {
        this(message, message);
    }

    UnreadablePostException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The message without a place within the line, so that equal ones may be counted as one. */
    public String reason() {
        return reason;
    }
}

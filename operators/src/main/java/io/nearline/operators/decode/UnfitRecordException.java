package io.nearline.operators.decode;

/**
 * A record that is no post by the format and the mapping of its topic. The message names path and
 * type, never a value.
 */
public final class UnfitRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param message what was found and what to do; never post text
     */
    public UnfitRecordException(String message) {
        this(message, message);
    }

    /**
     * @param reason the message without a place
     * @param message what was found, where, and what to do; never post text
     */
    public UnfitRecordException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The message without a place, so that equal ones may be counted as one. */
    public String reason() {
        return reason;
    }
}

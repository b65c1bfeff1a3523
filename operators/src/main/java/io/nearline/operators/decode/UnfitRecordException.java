package io.nearline.operators.decode;

/**
 * A record that is no post by the format and the mapping of its topic. The message names path and
 * type, never a value.
 */
public final class UnfitRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was found and what to do; never post text
     */
    public UnfitRecordException(String message) {
        super(message);
    }
}

package io.nearline.operators.decode;

/** A record that is larger than anything made of it may be. The message says by how much. */
public final class OversizedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message the size found, the limit and the fix; never post text
     */
    public OversizedRecordException(String message) {
        super(message);
    }
}

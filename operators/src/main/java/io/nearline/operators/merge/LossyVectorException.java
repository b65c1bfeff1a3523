package io.nearline.operators.merge;

/** A vector that a backfill wrote with less precision than the live job publishes. */
public final class LossyVectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message both encodings and the fix
     */
    public LossyVectorException(String message) {
        super(message);
    }
}

package io.nearline.pipeline.kafka;

/**
 * Updates that a checkpoint counts as published are lost, or may be. The message says what to do.
 */
public final class LostTransactionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostTransactionException(String message, Throwable cause) {
        super(message, cause);
    }
}

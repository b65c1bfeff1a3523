package io.nearline.operations.rollout;

/** A labelled set cannot be used; the message says where and why, without the sentences. */
public final class InvalidLabelledSetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidLabelledSetException(String message) {
        super(message);
    }
}

package io.nearline.training.learn;

import java.io.Serial;

/** A run cannot go on. The message says at which step, and what to do. */
public final class TrainingFailedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    public TrainingFailedException(String message) {
        super(message);
    }
}

package io.nearline.training.plan;

import java.io.Serial;

/** A plan, or data that it names, cannot be used. The message begins with file and line. */
public final class InvalidPlanException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    public InvalidPlanException(String message) {
        super(message);
    }

    public InvalidPlanException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.nearline.operations.local;

/** The job did not start or did not survive; the cause says why. */
public final class JobFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    JobFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

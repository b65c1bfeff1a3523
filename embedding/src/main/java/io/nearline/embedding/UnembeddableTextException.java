package io.nearline.embedding;

import org.jspecify.annotations.Nullable;

/** This text has no vector under this model and never will: set it aside, go on with the others. */
public sealed class UnembeddableTextException extends EmbeddingException
        permits TokenizingTimedOutException, UnhealthyVectorException {

    public UnembeddableTextException(String message) {
        super(message);
    }

    public UnembeddableTextException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * For a failure whose own message may quote the text: takes over its type and stack trace, but
     * nothing it says.
     *
     * @param what the part that failed
     */
    public static UnembeddableTextException withoutMessageOf(Throwable failure, String what) {
        UnembeddableTextException exception =
                new UnembeddableTextException(
                        what + " failed with " + failure.getClass().getName());
        exception.setStackTrace(failure.getStackTrace());
        return exception;
    }
}

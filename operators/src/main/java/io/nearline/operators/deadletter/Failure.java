package io.nearline.operators.deadletter;

/**
 * Why a record could not be processed, as a value.
 *
 * @param reasonClass simple name of what went wrong, stable enough to group by
 * @param message what happened and what to do; never post text
 * @param retryable whether the same record may succeed later, unchanged
 */
public record Failure(String reasonClass, String message, boolean retryable) {

    /**
     * The failure that an exception tells. Only our own exceptions promise a message without post
     * text, so of any other only the class is kept.
     */
    public static Failure of(Throwable cause) {
        boolean ours = cause.getClass().getName().startsWith("io.nearline.");
        String message =
                ours && cause.getMessage() != null
                        ? cause.getMessage()
                        : "unexpected " + cause.getClass().getName() + "; see the stage's code";
        return new Failure(cause.getClass().getSimpleName(), message, isRetryable(cause));
    }

    private static boolean isRetryable(Throwable cause) {
        return cause instanceof io.nearline.embedding.RetryableEmbeddingException;
    }
}

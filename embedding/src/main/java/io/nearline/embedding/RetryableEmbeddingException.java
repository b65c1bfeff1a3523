package io.nearline.embedding;

import org.jspecify.annotations.Nullable;

/** The attempt failed for a reason outside the text: try again, here or on another machine. */
public sealed class RetryableEmbeddingException extends EmbeddingException
        permits EmbeddingTimedOutException {

    public RetryableEmbeddingException(String message) {
        super(message);
    }

    public RetryableEmbeddingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

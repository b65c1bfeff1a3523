package io.nearline.embedding;

import org.jspecify.annotations.Nullable;

/**
 * Why there is no vector. The subclass says what to do next; no message ever holds any of the text.
 */
public abstract sealed class EmbeddingException extends RuntimeException
        permits RetryableEmbeddingException,
                UnembeddableTextException,
                ModelRejectedException,
                MachineFailedException {

    EmbeddingException(String message) {
        super(message);
    }

    EmbeddingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

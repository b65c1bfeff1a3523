package io.nearline.embedding;

import org.jspecify.annotations.Nullable;

/** The model may not serve here. The message names what disagrees and what to do about it. */
public final class ModelRejectedException extends EmbeddingException {

    public ModelRejectedException(String message) {
        super(message);
    }

    public ModelRejectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

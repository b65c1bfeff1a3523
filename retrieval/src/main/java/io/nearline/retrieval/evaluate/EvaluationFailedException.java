package io.nearline.retrieval.evaluate;

import org.jspecify.annotations.Nullable;

/** A set is sound and cannot be measured with this model; the message names the text's number. */
public final class EvaluationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EvaluationFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

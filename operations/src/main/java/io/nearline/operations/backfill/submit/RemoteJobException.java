package io.nearline.operations.backfill.submit;

import org.jspecify.annotations.Nullable;

/**
 * What runs a backfill did not do what was asked; the message says what, where and what to check.
 */
public final class RemoteJobException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RemoteJobException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

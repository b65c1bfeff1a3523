package io.nearline.packaging.graph;

import java.io.Serial;

/** The graph is not one that can be made faster here. The message says why. */
public final class UnrecognisedGraphException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    UnrecognisedGraphException(String message) {
        super(message);
    }

    UnrecognisedGraphException(String message, Throwable cause) {
        super(message, cause);
    }
}

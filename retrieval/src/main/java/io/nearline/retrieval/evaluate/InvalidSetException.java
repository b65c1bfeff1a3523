package io.nearline.retrieval.evaluate;

import java.nio.file.Path;

/** A labelled set cannot be used; the message says where and why, without the texts. */
public final class InvalidSetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidSetException(Path file, String problem) {
        super(file + ": " + problem);
    }

    InvalidSetException(Path file, int line, String problem) {
        super("%s: line %d: %s".formatted(file, line, problem));
    }

    InvalidSetException(Path file, int line, String problem, Throwable cause) {
        super("%s: line %d: %s".formatted(file, line, problem), cause);
    }
}

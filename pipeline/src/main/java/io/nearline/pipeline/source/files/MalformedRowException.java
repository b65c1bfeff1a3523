package io.nearline.pipeline.source.files;

/** A row of CSV is not as RFC 4180 has it. The message repeats nothing of the row. */
final class MalformedRowException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedRowException(String message) {
        super(message);
    }
}

package io.nearline.pipeline.json;

/**
 * A line is not a post. The message names the field and what it should hold, and never repeats what
 * the post says.
 */
public final class InvalidPostException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidPostException(String message) {
        super(message);
    }
}

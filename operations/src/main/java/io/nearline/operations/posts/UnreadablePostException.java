package io.nearline.operations.posts;

/**
 * A line is not a post. The message names the field and what it should hold, and never repeats what
 * the post says.
 */
public final class UnreadablePostException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadablePostException(String message) {
        super(message);
    }
}

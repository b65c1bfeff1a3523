package io.nearline.sql.search;

/**
 * The query service gave no answer that can be used. The message names the service, what it said
 * and the fix, and has neither a vector nor a text of a post.
 */
final class SearchFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SearchFailedException(String message) {
        super(message);
    }
}

package io.nearline.retrieval.posts;

/** A record cannot be read for now, as a service that its format needs does not answer. */
public final class PostsHeldBackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was asked for, what came instead, and the option to look at
     */
    public PostsHeldBackException(String message) {
        super(message);
    }
}

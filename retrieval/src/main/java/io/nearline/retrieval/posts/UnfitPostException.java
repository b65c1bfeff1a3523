package io.nearline.retrieval.posts;

/** A record of the posts topic that is no change of a post by the topic's format. */
public final class UnfitPostException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was found and what to do; never post text
     */
    public UnfitPostException(String message) {
        super(message);
    }
}

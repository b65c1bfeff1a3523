package io.nearline.retrieval.posts;

import io.nearline.schemas.PostEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record of the posts topic that is no change of a post by the topic's format. */
public final class UnfitPostException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable PostEvent event;

    /**
     * @param message what was found and what to do; never post text
     */
    public UnfitPostException(String message) {
        this(message, null);
    }

    /**
     * @param message what was found and what to do; never post text
     * @param event the change, if it could be read
     */
    public UnfitPostException(String message, @Nullable PostEvent event) {
        super(message);
        this.event = event;
    }

    /** The change that the job does not take; empty if it could not be read. */
    public Optional<PostEvent> event() {
        return Optional.ofNullable(event);
    }
}

package io.nearline.operations.posts;

import io.nearline.pipeline.source.files.Place;
import io.nearline.schemas.PostEvent;
import java.time.Instant;

/** One record of a file or of a topic, which says something of a post or should. */
public interface PostRecord {

    /** Where it is. */
    Place place();

    /** The same within its file or topic, as {@code line 5}. */
    default String placeWithin() {
        return place().withinFile();
    }

    /** The record as it may be published where it is no post: a line, or one JSON object. */
    byte[] bytes();

    /**
     * The event that it describes.
     *
     * @param now the event time of a record that gives none
     * @throws UnreadablePostException if it describes none; the message repeats nothing of it
     */
    PostEvent post(Instant now) throws UnreadablePostException;
}

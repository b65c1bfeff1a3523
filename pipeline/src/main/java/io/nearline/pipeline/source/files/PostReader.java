package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEvent;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The posts of one file, in the file's order. One thread only. */
public interface PostReader extends Closeable {

    /**
     * The next post in the current version of its schema, or empty at the end of the file.
     *
     * @throws UnreadablePostsException if the file is damaged at this place, or breaks off here; it
     *     says which record and byte this is
     */
    Optional<PostEvent> next() throws IOException;

    /**
     * Passes over records without decoding more of them than it must. Ends early at the end of the
     * file.
     *
     * @param records how many, 0 or more
     */
    void skip(long records) throws IOException;
}

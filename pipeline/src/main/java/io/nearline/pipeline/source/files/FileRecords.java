package io.nearline.pipeline.source.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The records of one file, in the file's order. One thread only.
 *
 * @param <T> what each is read as
 */
public interface FileRecords<T> extends Closeable {

    /**
     * The next record, or empty at the end of the file.
     *
     * @throws UnreadablePostsException if the file is damaged at this place, or breaks off here; it
     *     says which record and byte this is
     */
    Optional<T> next() throws IOException;

    /**
     * Passes over records without decoding more of them than it must. Ends early at the end of the
     * file.
     *
     * @param records how many, 0 or more
     */
    void skip(long records) throws IOException;
}

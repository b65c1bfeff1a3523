package io.nearline.pipeline.backfill.files;

import java.io.IOException;
import org.apache.flink.core.fs.Path;

/** A file does not hold what it should; the message names it and never quotes its contents. */
public final class UnreadablePostsException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadablePostsException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    static UnreadablePostsException damagedAt(Path file, long record, Throwable cause) {
        return new UnreadablePostsException(
                file,
                "record "
                        + record
                        + " cannot be read ("
                        + cause.getClass().getSimpleName()
                        + "): if it stays so, the file is damaged; write it again or leave it out",
                cause);
    }
}

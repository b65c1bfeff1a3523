package io.nearline.pipeline.source.files;

import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** How far a file was read, for those who continue and for failures. */
final class Progress {

    private final String file;
    private long records;

    Progress(Path file) {
        this.file = file.toString();
    }

    /** Records read or passed over so far, which is the number of the next one. */
    long records() {
        return records;
    }

    void passed(long count) {
        records += count;
    }

    /**
     * The place of the next record.
     *
     * @param position byte at which its block or row group begins
     */
    Place at(long position) {
        return new Place(file, Place.Unit.RECORD, records, position, records);
    }

    /**
     * The next record cannot be read.
     *
     * @param position byte at which the block or row group of the record begins
     */
    UnreadablePostsException damagedAt(long position, Exception cause) {
        return endsAt(
                position,
                "it cannot be read (%s): if it stays so, the file is damaged; write it again or leave it out"
                        .formatted(cause.getClass().getSimpleName()),
                cause);
    }

    UnreadablePostsException endsAt(long position, String problem, @Nullable Exception cause) {
        return new UnreadablePostsException(at(position), problem, cause);
    }
}

package io.nearline.operations.posts;

import io.nearline.operators.mapping.PostMapper;
import io.nearline.pipeline.source.files.FileRecords;
import io.nearline.pipeline.source.files.PostLines;
import io.nearline.pipeline.source.files.SourceRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The records of one file or topic, one after the other. Not thread-safe. */
public interface PostRecords extends Closeable {

    /**
     * The next record; empty at the end.
     *
     * @throws io.nearline.pipeline.source.files.UnreadablePostsException if the file is damaged or
     *     breaks off there
     */
    Optional<PostRecord> next() throws IOException;

    /**
     * Lines with Nearline's own fields, as {@code docs/reference/posts-json.md} names them. The
     * lines are closed with the records.
     */
    static PostRecords own(PostLines lines) {
        return new PostRecords() {
            @Override
            public Optional<PostRecord> next() throws IOException {
                return lines.next().map(OwnRecord::new);
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    /** Records of the source's own shape, by a mapping. They are closed with these. */
    static PostRecords mapped(FileRecords<SourceRecord> records, PostMapper mapper) {
        return new PostRecords() {
            @Override
            public Optional<PostRecord> next() throws IOException {
                return records.next().map(record -> new MappedRecord(record, mapper));
            }

            @Override
            public void close() throws IOException {
                records.close();
            }
        };
    }

    /**
     * The records of a file on this machine.
     *
     * @param mapper how they become posts; empty for JSON lines with Nearline's own fields
     * @throws io.nearline.pipeline.source.files.UnreadablePostsException if it is not of the format
     *     that its name says
     */
    static PostRecords of(Path file, Optional<PostMapper> mapper) throws IOException {
        return mapper.isPresent()
                ? mapped(LocalRecords.open(file), mapper.get())
                : own(PostLines.of(file));
    }
}

package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whole files of posts. */
final class ReadPosts {

    private ReadPosts() {}

    static List<PostEvent> in(PostFileFormat format, Path file) throws IOException {
        return after(0, format, file);
    }

    static List<PostEvent> after(long skipped, PostFileFormat format, Path file)
            throws IOException {
        List<PostEvent> read = new ArrayList<>();
        into(read, skipped, format, file);
        return read;
    }

    /** Leaves in the list what was read before a failure. */
    static void into(List<PostEvent> read, long skipped, PostFileFormat format, Path file)
            throws IOException {
        try (FileRecords<PostEvent> reader = format.open(flinkPath(file))) {
            reader.skip(skipped);
            for (Optional<PostEvent> post = reader.next(); post.isPresent(); post = reader.next()) {
                read.add(post.get());
            }
        }
    }

    static org.apache.flink.core.fs.Path flinkPath(Path file) {
        return new org.apache.flink.core.fs.Path(file.toUri());
    }
}

package io.nearline.cli.demo;

import io.nearline.operations.posts.PostLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Something that lines of posts can be read from, each time from its beginning. */
@FunctionalInterface
public interface PostInput {

    /** Name of the sample beside this class. */
    String SAMPLE = "sample-posts.jsonl";

    /** Opens it; the caller closes. */
    PostLines open() throws IOException;

    /** A file of JSON lines, plain or gzip. */
    static PostInput file(Path file) {
        return () -> PostLines.of(file);
    }

    /** The sample that comes with Nearline. */
    static PostInput sample() {
        return () -> {
            InputStream sample = PostInput.class.getResourceAsStream(SAMPLE);
            return PostLines.of(sample, SAMPLE);
        };
    }
}

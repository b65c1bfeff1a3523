package io.nearline.cli.demo;

import io.nearline.operations.posts.PostRecords;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.pipeline.source.files.PostLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Something that records of posts can be read from, each time from its beginning. */
@FunctionalInterface
public interface PostInput {

    /** Name of the sample beside this class. */
    String SAMPLE = "sample-posts.jsonl";

    /** Opens it; the caller closes. */
    PostRecords open() throws IOException;

    /** A file of JSON lines, plain or gzip. */
    static PostInput file(Path file) {
        return () -> PostRecords.own(PostLines.of(file));
    }

    /** A file of records of a source's own shape, of the format that its name says. */
    static PostInput mapped(Path file, PostMapper mapper) {
        return () -> PostRecords.of(file, Optional.of(mapper));
    }

    /** The sample that comes with Nearline. */
    static PostInput sample() {
        return () -> {
            InputStream sample = PostInput.class.getResourceAsStream(SAMPLE);
            return PostRecords.own(PostLines.of(sample, SAMPLE));
        };
    }
}

package io.nearline.pipeline.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** A small file that is read where the job is submitted, on any file system that Flink knows. */
final class SubmittedFile {

    private SubmittedFile() {}

    /**
     * All of it.
     *
     * @param most bytes that it may have, whole MiB
     * @throws IllegalArgumentException if the place is no path or URI
     */
    static byte[] bytes(String place, int most) throws IOException {
        Path path = new Path(place);
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException("it is larger than %d MiB".formatted(most >> 20));
            }
            return bytes;
        }
    }

    /**
     * The same as text.
     *
     * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
     */
    static String text(String place, int most) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(place, most)))
                .toString();
    }

    /** What to tell of a file that cannot be read. */
    static String remedy(Exception problem) {
        return "it cannot be read where the job is submitted (%s); give a path there or a URI"
                .formatted(problem);
    }
}

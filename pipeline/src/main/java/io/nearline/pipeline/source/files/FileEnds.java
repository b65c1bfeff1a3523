package io.nearline.pipeline.source.files;

import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.file.SeekableInput;

/** The few bytes by which formats tell themselves. */
final class FileEnds {

    private FileEnds() {}

    /** The bytes at a position; fewer where the file ends before. */
    static byte[] read(SeekableInput file, long position, int most) throws IOException {
        file.seek(position);
        byte[] bytes = new byte[most];
        int filled = 0;
        while (filled < most) {
            int count = file.read(bytes, filled, most - filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        return Arrays.copyOf(bytes, filled);
    }
}

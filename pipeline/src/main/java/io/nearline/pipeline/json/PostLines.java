package io.nearline.pipeline.json;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a file of posts, one after the other, plain or gzip (told by its first bytes). Holds
 * one line in memory at a time. Lines of nothing but white space are passed over. Not thread-safe.
 */
public final class PostLines implements Closeable {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private final InputStream in;
    private long number;

    private PostLines(InputStream in) {
        this.in = in;
    }

    /** Opens a file. */
    public static PostLines of(Path file) throws IOException {
        return of(Files.newInputStream(file));
    }

    /** Reads from a stream, which is closed with the lines. */
    public static PostLines of(InputStream stream) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream, BUFFER_BYTES);
        return new PostLines(
                isGzip(buffered)
                        ? new BufferedInputStream(
                                new GZIPInputStream(buffered, BUFFER_BYTES), BUFFER_BYTES)
                        : buffered);
    }

    /** The next line that holds anything; empty at the end. */
    public Optional<PostLine> next() throws IOException {
        Optional<byte[]> line = readLine();
        while (line.isPresent() && isBlank(line.get())) {
            line = readLine();
        }
        return line.map(bytes -> new PostLine(number, bytes));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private Optional<byte[]> readLine() throws IOException {
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        number++;
        return Optional.of(line.toByteArray());
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }

    private static boolean isGzip(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
        in.reset();
        return gzip;
    }
}

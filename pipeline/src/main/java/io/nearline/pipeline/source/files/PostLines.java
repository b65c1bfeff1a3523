package io.nearline.pipeline.source.files;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The lines of a file of posts, one after the other, plain or gzip (told by its first bytes). Holds
 * one line in memory at a time. Lines of nothing but white space are passed over, and so is UTF-8's
 * byte order mark at the beginning. Not thread-safe.
 */
public final class PostLines implements Closeable {

    /** Longest line: twice what a topic of posts takes. */
    static final int MAX_LINE_BYTES = 16 << 20;

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Small: where a file is cut, what fills part of a buffer is lost. */
    private static final int UNZIPPED_BYTES = 128;

    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private final String file;
    private final BufferedInputStream in;
    private final Optional<GzipCompressorInputStream> unzipped;
    private long number;
    private long position;
    private long read;

    private PostLines(
            String file, BufferedInputStream in, Optional<GzipCompressorInputStream> unzipped) {
        this.file = file;
        this.in = in;
        this.unzipped = unzipped;
    }

    /**
     * Opens a file.
     *
     * @throws UnreadablePostsException if it is text in another encoding than UTF-8
     */
    public static PostLines of(Path file) throws IOException {
        return of(Files.newInputStream(file), file.toString());
    }

    /**
     * Reads from a stream, which is closed with the lines.
     *
     * @param name what failures call it
     * @throws UnreadablePostsException if it is text in another encoding than UTF-8
     */
    public static PostLines of(InputStream stream, String name) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream, BUFFER_BYTES);
        try {
            PostLines lines = isGzip(buffered) ? zipped(buffered, name) : plain(buffered, name);
            lines.position = lines.begin();
            return lines;
        } catch (IOException e) {
            buffered.close();
            throw e;
        }
    }

    private static PostLines plain(BufferedInputStream text, String name) {
        return new PostLines(name, text, Optional.empty());
    }

    private static PostLines zipped(BufferedInputStream packed, String name) throws IOException {
        GzipCompressorInputStream unzipped;
        try {
            unzipped =
                    GzipCompressorInputStream.builder()
                            .setInputStream(packed)
                            .setDecompressConcatenated(true)
                            .get();
        } catch (IOException e) {
            Place beginning = new Place(name, Place.Unit.LINE, 1, 0, 0);
            throw new UnreadablePostsException(beginning, "the gzip header is broken off", e);
        }
        return new PostLines(
                name, new BufferedInputStream(unzipped, UNZIPPED_BYTES), Optional.of(unzipped));
    }

    /**
     * The next line that holds anything; empty at the end.
     *
     * @throws UnreadablePostsException if a compressed file is cut or damaged there, or if a line
     *     is longer than 16 MiB
     */
    public Optional<PostLine> next() throws IOException {
        Optional<PostLine> line = readLine();
        while (line.isPresent() && isBlank(line.get().bytes())) {
            line = readLine();
        }
        read += line.isPresent() ? 1 : 0;
        return line;
    }

    /** The next line whatever it holds; empty at the end. */
    Optional<PostLine> nextLine() throws IOException {
        Optional<PostLine> line = readLine();
        read += line.isPresent() ? 1 : 0;
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Passes over a byte order mark and returns its length. */
    private int begin() throws IOException {
        TextBeginning beginning;
        try {
            beginning = TextBeginning.of(in);
        } catch (IOException e) {
            throw brokenOff(1, e);
        }
        if (beginning.foreignEncoding().isPresent()) {
            throw new UnreadablePostsException(
                    new Place(file, Place.Unit.LINE, 1, 0, 0),
                    "the text is %1$s; convert it to UTF-8, as with iconv -f %1$s -t UTF-8"
                            .formatted(beginning.foreignEncoding().get()),
                    null);
        }
        in.skipNBytes(beginning.markBytes());
        return beginning.markBytes();
    }

    private Optional<PostLine> readLine() throws IOException {
        Place place = new Place(file, Place.Unit.LINE, number + 1, linePosition(), read);
        int next = readByte();
        if (next < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        while (next >= 0 && next != '\n') {
            if (line.size() == MAX_LINE_BYTES) {
                throw new UnreadablePostsException(
                        place,
                        "the line is longer than %d MiB; put each post on a line of its own"
                                .formatted(MAX_LINE_BYTES >> 20),
                        null);
            }
            line.write(next);
            next = readByte();
        }
        number++;
        return Optional.of(new PostLine(place, line.toByteArray()));
    }

    private int readByte() throws IOException {
        try {
            int next = in.read();
            position += next < 0 ? 0 : 1;
            return next;
        } catch (IOException e) {
            throw brokenOff(number + 1, e);
        }
    }

    private UnreadablePostsException brokenOff(long line, IOException cause) {
        String problem =
                unzipped.isPresent()
                        ? "the gzip file is cut or damaged here; get it whole, or leave the rest"
                                + " out"
                        : "reading failed";
        return new UnreadablePostsException(
                new Place(file, Place.Unit.LINE, line, linePosition(), read), problem, cause);
    }

    private long linePosition() {
        return unzipped.map(GzipCompressorInputStream::getCompressedCount).orElse(position);
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

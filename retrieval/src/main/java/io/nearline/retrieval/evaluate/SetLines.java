package io.nearline.retrieval.evaluate;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file in UTF-8, plain or gzip (told by its first bytes). Lines of white space are
 * passed over, and so is a byte order mark.
 */
final class SetLines implements AutoCloseable {

    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final BufferedReader reader;
    private int number;

    private SetLines(Path file, InputStream text) {
        this.file = file;
        // A decoder of its own refuses what is not UTF-8; a charset alone would replace it.
        reader =
                new BufferedReader(
                        new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
    }

    static SetLines of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSetException(file, "there is no such file");
        }
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(2);
            boolean packed = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
            in.reset();
            return new SetLines(file, packed ? new GZIPInputStream(in) : in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next line that holds anything; null at the end. */
    @Nullable String next() throws IOException {
        try {
            String line;
            do {
                line = reader.readLine();
                number++;
            } while (line != null && line.isBlank());
            return line != null && number == 1 && line.startsWith(BYTE_ORDER_MARK)
                    ? line.substring(1)
                    : line;
        } catch (CharacterCodingException e) {
            throw new InvalidSetException(
                    file, number + 1, "this line or one soon after is not UTF-8; convert it", e);
        } catch (EOFException | ZipException e) {
            throw new InvalidSetException(
                    file, number + 1, "the gzip file is cut or damaged about here", e);
        }
    }

    /** The number of the line that came last, from 1. */
    int number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

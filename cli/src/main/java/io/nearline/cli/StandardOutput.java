package io.nearline.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers whether something was lost, which a {@link java.io.PrintWriter}
 * keeps to itself. A reader that has seen enough, as {@code head} does, loses nothing.
 */
final class StandardOutput extends FilterOutputStream {

    private static final String READER_LEFT = "Broken pipe";

    private volatile @Nullable String lost;

    StandardOutput(OutputStream out) {
        super(out);
    }

    /** Why something was not written; empty if all was. */
    Optional<String> lost() {
        return Optional.ofNullable(lost);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        try {
            out.write(bytes, start, length);
        } catch (IOException e) {
            if (!READER_LEFT.equals(e.getMessage())) {
                lost = String.valueOf(e.getMessage());
            }
            throw e;
        }
    }
}

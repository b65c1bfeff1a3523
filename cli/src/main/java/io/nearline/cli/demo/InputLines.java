package io.nearline.cli.demo;

import io.nearline.operations.posts.PostLine;
import io.nearline.operations.posts.PostLines;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of several inputs, one input after the other. Not thread-safe. */
final class InputLines implements Closeable {

    private final Iterator<PostInput> inputs;
    private @Nullable PostLines open;

    InputLines(List<PostInput> inputs) {
        this.inputs = List.copyOf(inputs).iterator();
    }

    /** How many lines there are. */
    static long count(List<PostInput> inputs) throws IOException {
        long count = 0;
        try (InputLines lines = new InputLines(inputs)) {
            while (lines.next().isPresent()) {
                count++;
            }
        }
        return count;
    }

    /** The next line; empty at the end of the last input. */
    Optional<PostLine> next() throws IOException {
        Optional<PostLine> line = open == null ? Optional.empty() : open.next();
        while (line.isEmpty() && inputs.hasNext()) {
            close();
            open = inputs.next().open();
            line = open.next();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}

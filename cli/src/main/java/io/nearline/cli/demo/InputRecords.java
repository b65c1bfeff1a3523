package io.nearline.cli.demo;

import io.nearline.operations.posts.PostRecord;
import io.nearline.operations.posts.PostRecords;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of several inputs, one input after the other. Not thread-safe. */
final class InputRecords implements Closeable {

    private final Iterator<PostInput> inputs;
    private @Nullable PostRecords open;

    InputRecords(List<PostInput> inputs) {
        this.inputs = List.copyOf(inputs).iterator();
    }

    /** How many records there are. */
    static long count(List<PostInput> inputs) throws IOException {
        long count = 0;
        try (InputRecords records = new InputRecords(inputs)) {
            while (records.next().isPresent()) {
                count++;
            }
        }
        return count;
    }

    /** The next record; empty at the end of the last input. */
    Optional<PostRecord> next() throws IOException {
        Optional<PostRecord> record = open == null ? Optional.empty() : open.next();
        while (record.isEmpty() && inputs.hasNext()) {
            close();
            open = inputs.next().open();
            record = open.next();
        }
        return record;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}

package io.nearline.retrieval.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An index that cannot be opened. The message says what to do. */
public final class IndexUnusableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why an index cannot be opened. */
    public enum Reason {
        /** Another process has it open. */
        IN_USE,
        /** Another version of this program wrote it. */
        OTHER_FORMAT,
        /** Its files are not as they were written. */
        DAMAGED,
        /** It holds other vectors of the updates than are asked for. */
        OTHER_OUTPUT
    }

    private final Reason reason;

    private IndexUnusableException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    static IndexUnusableException inUse(Path directory, Throwable cause) {
        return new IndexUnusableException(
                Reason.IN_USE,
                "The index %s is open in another process: stop that one, or name another directory."
                        .formatted(directory),
                cause);
    }

    static IndexUnusableException otherFormat(
            Path directory, String found, String read, @Nullable Throwable cause) {
        return new IndexUnusableException(
                Reason.OTHER_FORMAT,
                "The index %s has format %s and this version reads %s: delete the directory, and it is rebuilt from the topic."
                        .formatted(directory, found, read),
                cause);
    }

    static IndexUnusableException otherOutput(
            Path directory, Optional<String> held, Optional<String> wanted) {
        return new IndexUnusableException(
                Reason.OTHER_OUTPUT,
                "The index %s holds %s, and %s is asked for: name another directory, or delete this one, and it is rebuilt from the topic."
                        .formatted(directory, described(held), described(wanted)),
                null);
    }

    private static String described(Optional<String> output) {
        return output.map("the output '%s'"::formatted).orElse("the main vector");
    }

    static IndexUnusableException damaged(Path directory, Throwable cause) {
        return new IndexUnusableException(
                Reason.DAMAGED,
                "The index %s is damaged (%s): look at the disk, then delete the directory, and it is rebuilt from the topic."
                        .formatted(directory, cause.getMessage()),
                cause);
    }

    public Reason reason() {
        return reason;
    }
}

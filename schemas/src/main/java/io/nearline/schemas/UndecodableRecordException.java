package io.nearline.schemas;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a record of the wanted type. The same bytes fail again with the same version
 * of this library. Messages hold sizes, fingerprints and schema names, never content of the record.
 */
public final class UndecodableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kept the bytes from being read, in the order in which it is looked at. */
    public enum Reason {
        /** No marker and fingerprint at the start: another wire format, or not Avro at all. */
        NOT_SINGLE_OBJECT,
        /**
         * No schema version in the catalog has the fingerprint: another type, or a newer writer.
         */
        UNKNOWN_SCHEMA,
        /** The writer's schema is known, but the body does not follow it. */
        CORRUPT_BODY
    }

    private final Reason reason;

    UndecodableRecordException(Reason reason, String message) {
        this(reason, message, null);
    }

    UndecodableRecordException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}

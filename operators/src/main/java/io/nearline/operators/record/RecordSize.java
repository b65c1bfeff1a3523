package io.nearline.operators.record;

import io.nearline.schemas.RecordLimits;
import org.jspecify.annotations.Nullable;

/** What records take, to be held against {@link RecordLimits}. */
public final class RecordSize {

    /** What a header takes in the heap beside its bytes: many empty ones are large too. */
    private static final int PER_HEADER = 64;

    /** UTF-8 takes no more for a unit of UTF-16. */
    private static final int BYTES_PER_UNIT = 3;

    private RecordSize() {}

    /** Bytes of a record: value, headers, and the key twice, because a dead letter has it twice. */
    public static long of(RawRecord record) {
        long bytes = 2L * length(record.key()) + length(record.value());
        for (RawHeader header : record.headers()) {
            bytes += of(header);
        }
        return bytes;
    }

    /** Bytes of a header. */
    public static long of(RawHeader header) {
        return (long) BYTES_PER_UNIT * header.key().length() + length(header.value()) + PER_HEADER;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}

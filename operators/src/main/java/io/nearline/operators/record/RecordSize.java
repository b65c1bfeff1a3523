package io.nearline.operators.record;

/**
 * How large records may be. Kafka limits what a batch of records takes after compression, so a
 * record of any size may come in; what goes out has to fit into the limits of its topic as it is.
 */
public final class RecordSize {

    /**
     * Most bytes of a record that is taken: a post of 5 MB fits, whatever its other fields hold.
     */
    public static final int LARGEST_RECORD = 8 << 20;

    /** Bytes that an update or a dead letter may add around those of its post. */
    public static final int ENVELOPE = 1 << 20;

    /** Most bytes of key and value that go out; the rest of the envelope is for Kafka's batch. */
    public static final int LARGEST_OUTPUT = LARGEST_RECORD + ENVELOPE - (64 << 10);

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

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}

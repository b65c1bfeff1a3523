package io.nearline.schemas;

/**
 * How large the records of the topics may be, in bytes. Kafka limits what a batch of records takes
 * after compression, so a record of any size may come in; what goes out has to fit into the limits
 * of its topic as it is.
 */
public final class RecordLimits {

    /** Most of a record that is taken: a post of 5 MB fits, whatever its other fields hold. */
    public static final int LARGEST_RECORD = 8 << 20;

    /** What an update or a dead letter may add around its post. */
    public static final int ENVELOPE = 1 << 20;

    /** Most of key and value that go out; the rest of the envelope is for Kafka's batch. */
    public static final int LARGEST_OUTPUT = LARGEST_RECORD + ENVELOPE - (64 << 10);

    private RecordLimits() {}
}

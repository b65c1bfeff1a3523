package io.nearline.schemas;

/**
 * Names of the Kafka headers on records of index-updates, for those who route or filter without
 * decoding the value. Each value is text in UTF-8. They repeat what key and value say; a record
 * without them, of an earlier release, means the same.
 */
public final class UpdateHeaders {

    /** UPSERT, DELETE, or {@link #TOMBSTONE} for a value of null. */
    public static final String KIND = "nearline-kind";

    /** Name of the model that the record is of. */
    public static final String MODEL = "nearline-model";

    /** Revision of the post, a decimal number. A tombstone has none, and no such header. */
    public static final String REVISION = "nearline-revision";

    /** The kind of a record without a value. */
    public static final String TOMBSTONE = "TOMBSTONE";

    private UpdateHeaders() {}
}

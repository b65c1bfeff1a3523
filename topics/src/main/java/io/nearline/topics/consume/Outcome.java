package io.nearline.topics.consume;

/** What became of a record of index-updates. */
public enum Outcome {
    /** The store holds it. */
    UPSERTED,
    /** The entry is gone, its revision is remembered. */
    DELETED,
    /** A tombstone: the entry and its remembered delete are gone. */
    ERASED,
    /** A higher revision is held: passed over. */
    STALE,
    /** Of a model that is retired: passed over. */
    RETIRED_MODEL,
    /** A kind that only a newer version knows: passed over. */
    UNKNOWN_KIND,
    /** A vector encoding that only a newer version knows: passed over. */
    UNKNOWN_ENCODING,
    /** A schema that only a newer version knows, or another type: passed over. */
    UNKNOWN_SCHEMA,
    /** The value is damaged, or its vector has another length than it says: passed over. */
    UNREADABLE,
    /** No key, or one that names no post and model: passed over. */
    NO_INDEX_KEY,
    /** The value is about another post or model than its key: passed over. */
    MISPLACED;

    /**
     * Whether a newer version would have applied it. Then an alarm is due, and after the upgrade a
     * rebuild: the record does not come again.
     */
    public boolean needsUpgrade() {
        return this == UNKNOWN_KIND || this == UNKNOWN_ENCODING || this == UNKNOWN_SCHEMA;
    }
}

package io.nearline.topics.control;

/** Why a record of the index-control topic was passed over. */
public enum Unread {
    /** No key, or one that names no model: not written by Nearline. */
    NO_CONTROL_KEY,
    /** A kind of record that only a newer version knows. */
    UNKNOWN_KIND,
    /** The value is no record of the kind that its key says. */
    UNDECODABLE,
    /** The value is about another model or backfill than its key. */
    MISPLACED
}

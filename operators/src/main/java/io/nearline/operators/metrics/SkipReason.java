package io.nearline.operators.metrics;

import java.util.Locale;

/** Why a record ended without an update and without being an error. */
public enum SkipReason {
    /** A newer revision of the post is already known. */
    STALE,
    /** This very revision of the post is already known. */
    REPEATED,
    /** Text, attributes and language are what the index already holds. */
    UNCHANGED,
    /**
     * The post was created without any text, so there is nothing to index and nothing to remove.
     */
    EMPTY,
    /** The record has no value, so no revision to order it by. */
    TOMBSTONE;

    /** The name as metrics show it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

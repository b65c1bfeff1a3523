package io.nearline.operators.metrics;

import java.util.Locale;

/** Why a record ended without an update and without being an error. */
public enum SkipReason {
    /** A newer revision of the post is already known. */
    STALE,
    /** This very revision of the post is already known. */
    REPEATED,
    /**
     * A newer revision of the post took its place while it waited for the vector of its text, or
     * was published meanwhile.
     */
    SUPERSEDED,
    /** Text, attributes and language are what the index already holds. */
    UNCHANGED,
    /**
     * The post was created without any text, so there is nothing to index and nothing to remove.
     */
    EMPTY,
    /** The record has no value, so no revision to order it by. */
    TOMBSTONE,
    /** A backfill made the vector with, or a replay is for, a model that the job does not serve. */
    UNSERVED_MODEL,
    /**
     * A backfill read the post so long ago that a later change may have been forgotten since, so
     * its vector may be of an old or deleted revision.
     */
    BEYOND_MEMORY,
    /**
     * A backfill read the post before the time since which the job has seen every change, so its
     * vector may be of an old or deleted revision.
     */
    BEFORE_START,
    /** A backfill wrote the vector with less precision than the job publishes. */
    LOSSY;

    /** The name as metrics show it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.nearline.operators.backfill;

import java.util.Locale;

/** Why a record that a backfill read needs no vector. */
public enum BackfillSkip {
    /** A newer revision of the post is in the range. */
    OLDER_REVISION,
    /** The newest revision is in the range more than once; one of them was embedded. */
    REPEATED,
    /** The newest revision says that the post is gone. */
    DELETED,
    /** The newest revision is not among the posts that were asked for. */
    NOT_IN_SUBSET,
    /** The newest revision has no text. */
    EMPTY,
    /** The record has no value, so no revision to order it by. */
    TOMBSTONE;

    /** The name as reports show it, such as {@code older-revision}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

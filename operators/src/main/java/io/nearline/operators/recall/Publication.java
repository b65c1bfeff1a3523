package io.nearline.operators.recall;

/** What the topic of updates is told about a post under one model. */
public enum Publication {
    /** Hold this vector. */
    UPSERT,
    /** Drop the post; the record says at which revision. */
    DELETE,
    /** Nothing, from now on: a null value, by which compaction removes the key. */
    TOMBSTONE
}

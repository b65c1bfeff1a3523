package io.nearline.operators.record;

/** What happened to the post at its source. */
public enum Change {
    /** The post is new. */
    CREATE,
    /** The post was edited: text, attributes or both. */
    UPDATE,
    /** The post is gone. */
    DELETE
}

package io.nearline.operators.recall;

/** What the second gate does with one model's outcome. */
enum PublishDecision {
    /** The topic already reflects this revision or a newer one. */
    STALE,
    /** Publish the vector that was just made. */
    PUBLISH_NEW,
    /** Publish the vector in state with the revision's attributes. */
    PUBLISH_STORED,
    /** Publish a delete. */
    PUBLISH_DELETE,
    /** The index already holds all of it. */
    UNCHANGED,
    /** The vector it wants has not come by yet. */
    WAIT,
    /** There is no vector. */
    FAIL
}

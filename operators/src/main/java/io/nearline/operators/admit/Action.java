package io.nearline.operators.admit;

/** What one model has to do for one revision. */
public enum Action {
    /** Embed the text. */
    EMBED,
    /** The text is what it was: publish the vector that is in state. */
    REUSE,
    /** The post has nothing to index any more: publish a delete. */
    WITHDRAW,
    /** A backfill has embedded the text: publish its vector. */
    MERGE
}

package io.nearline.topics.json;

/** How much of vectors and byte strings is shown. */
public enum Detail {
    /** The first values, with the length and the norm. */
    SHORT,
    /** Everything. */
    FULL
}

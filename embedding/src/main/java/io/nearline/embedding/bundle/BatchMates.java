package io.nearline.embedding.bundle;

/** What the other texts of a call do to a text's vector. */
public enum BatchMates {

    /** Nothing, or a rounding. */
    HARMLESS,

    /** They move it, by about as much as quantising the model did. */
    HARMFUL
}

package io.nearline.embedding.bundle;

/** What the other texts of a call do to a text's vector. */
public enum BatchMates {

    /** Nothing, or a rounding. */
    HARMLESS,

    /** The same if they are of its length. The graph takes no mask, so no text may be padded. */
    HARMLESS_IF_UNPADDED,

    /** They move it, by about as much as quantising the model did. */
    HARMFUL
}

package io.nearline.embedding.bundle;

/** When a text's vector does not depend on the other texts of its call. */
public enum BatchInvariance {

    /** Whichever they are; but for a rounding. */
    ALWAYS,

    /** If they are of its length. The graph takes no mask, so no text may be padded. */
    IF_UNPADDED,

    /** They move it, by about as much as quantising the model did. */
    NEVER
}

package io.nearline.packaging.graph;

/** Whether the texts of a batch may differ in length. */
public enum Padding {
    /** Shorter ones are filled up, and a mask tells which tokens count. */
    MASKED,
    /** Never: every token counts, so the graph needs no mask. */
    NONE
}

package io.nearline.retrieval.vectors;

/**
 * What of a vector is held in the heap. Every tier holds one bit a component to scan, and about 250
 * bytes a post for its id and attributes.
 */
public enum Tier {
    /** The vector as it came, 4 bytes a component. Fastest. */
    FLOAT32,
    /** One byte a component. Cosines are off by about 0.002, so a few close ranks change. */
    INT8,
    /**
     * Only the bits. The vectors lie in mapped files, 4 bytes a component, and the system keeps of
     * them in memory what there is room for. Answers are those of {@link #FLOAT32}.
     */
    BITS
}

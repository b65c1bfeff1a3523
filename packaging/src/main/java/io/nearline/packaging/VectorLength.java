package io.nearline.packaging;

/** What happens to a vector's length. */
public enum VectorLength {
    /** Scaled to 1, so that a dot product is a cosine. */
    UNIT,
    /** Left as the model gives it. */
    AS_COMPUTED
}

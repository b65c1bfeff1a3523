package io.nearline.packaging;

/** In which form a bundle's graph serves. */
public enum GraphForm {
    /** As it was published. */
    AS_EXPORTED,
    /** Made faster where it is one that we know how to, and as published otherwise. */
    OPTIMISED
}

package io.nearline.faults.search;

/** Something that the service must not do. */
public record Finding(Kind kind, String what) {

    /** What is wrong. */
    public enum Kind {
        /** A post is not found, or in an older revision. */
        LOST,
        /** A post is found that was deleted or purged. */
        RESURRECTED,
        /** A post is found twice. */
        DOUBLED,
        /** An answer lacks what it was told to wait for. */
        STALE,
        /** An answer holds posts of two models, or vectors of another one than it names. */
        MIXED,
        /** There was no answer. */
        FAILED,
        /** The service did not say that something is wrong with it. */
        SILENT
    }
}

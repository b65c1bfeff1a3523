package io.nearline.retrieval.search;

import java.util.Objects;

/** A request that the index cannot answer as it is now. The message says what to change. */
public final class SearchRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a request was refused. */
    public enum Reason {
        /** No model is active, or none of that name is held. */
        NO_MODEL,
        /** The model searched is not the one that the request expects. */
        OTHER_MODEL,
        /** The query's vector has another number of components than the model's. */
        WRONG_DIMENSIONS,
        /** A post to resemble is not in the index. */
        UNKNOWN_POST,
        /** The query points nowhere: all zeros, or liked and disliked posts cancel out. */
        NO_DIRECTION,
        /** The index holds no texts, so words cannot be searched. */
        NO_TEXTS,
        /** The index is being closed. */
        CLOSED
    }

    private final Reason reason;

    public SearchRefusedException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}

package io.nearline.topics.consume;

/**
 * A store cannot be brought up to date from where it stands, because what lies between is not on
 * the topic any more. Delete it, and start with an empty one: the topic is read from its beginning.
 */
public final class RebuildRequiredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What stands between the store and the topic. */
    public enum Cause {
        /** The topic was deleted and made anew, or it is that of another cluster. */
        TOPIC_MADE_ANEW,
        /** Records behind the store's position were deleted. */
        RECORDS_GONE,
        /** The topic ends before the store's position: it has lost records, or was restored. */
        TOPIC_CUT,
        /** Deletes may have come and gone since the store was up to date. */
        PAUSED_TOO_LONG,
        /** A model that was dropped is in use again. */
        MODEL_RETURNED
    }

    private final Cause reason;

    RebuildRequiredException(Cause reason, String what) {
        super(
                what
                        + ". Delete the store and start again with an empty one: the topic is read"
                        + " from its beginning.");
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}

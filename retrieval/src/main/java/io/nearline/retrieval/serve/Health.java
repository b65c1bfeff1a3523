package io.nearline.retrieval.serve;

/** Whether the process is of use. */
enum Health {
    UP,
    /** The index is not fed any more and will not be until a restart. */
    DOWN;

    static Health of(FeedState feed) {
        return feed.phase() == FeedState.Phase.FAILED ? DOWN : UP;
    }
}

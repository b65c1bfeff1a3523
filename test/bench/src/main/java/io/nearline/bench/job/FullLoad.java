package io.nearline.bench.job;

import java.util.List;

/**
 * The part of a run in which a job is full: what is read before fills it, and what waits behind
 * keeps it full to the end. Without the latter a job that reads ahead is measured on an empty
 * topic, which it asks for more all the time.
 *
 * @param posts that are measured
 * @param updatesPerPost how many models answer each
 */
record FullLoad(int posts, int updatesPerPost) {
    /** As many as are in flight at a time: from then on posts overtake each other evenly. */
    private static final int SETTLING = 256;

    /** More than a source holds that the stages have not asked for yet. */
    private static final int READ_AHEAD = 2_000;

    /** Posts that the topic needs. */
    int published() {
        return SETTLING + posts + SETTLING + READ_AHEAD;
    }

    /** Posts before the measured ones. */
    int before() {
        return SETTLING;
    }

    /** Whether a post is one of those that are to be measured, by its place among all. */
    boolean isMeasured(int index) {
        return index >= SETTLING && index < SETTLING + posts;
    }

    /** Updates after which all vectors of the measured part are out. */
    int awaited() {
        return (SETTLING + posts + SETTLING) * updatesPerPost;
    }

    /** Updates of the measured part. */
    int measured() {
        return posts * updatesPerPost;
    }

    /**
     * Start of the measured part.
     *
     * @param vectors when the {@link #awaited} ones were made, rising
     */
    long start(List<Long> vectors) {
        return vectors.get(SETTLING * updatesPerPost);
    }

    /** Its end, likewise: {@link #measured} vectors later. */
    long end(List<Long> vectors) {
        return vectors.get((SETTLING + posts) * updatesPerPost);
    }
}

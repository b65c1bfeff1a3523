package io.nearline.bench.job;

import java.util.List;

/**
 * The part of a run in which a job is full: what is read before fills it, and what waits behind
 * keeps it full to the end. Without the latter a job that reads ahead is measured on an empty
 * topic, which it asks for more all the time.
 *
 * @param vectors that are made of what is measured
 * @param vectorsPerPost how many models answer each post
 */
record FullLoad(int vectors, int vectorsPerPost) {
    /** As many as are in flight at a time: from then on posts overtake each other evenly. */
    private static final int SETTLING = 256;

    /** More than a source holds that the stages have not asked for yet. */
    private static final int READ_AHEAD = 2_000;

    /** A load of posts that each model makes a vector of. */
    static FullLoad ofPosts(int posts, int models) {
        return new FullLoad(posts * models, models);
    }

    /** Posts that fill the job before the measured ones. */
    int postsBefore() {
        return SETTLING;
    }

    /** Posts that wait behind the measured ones. */
    int postsBehind() {
        return SETTLING + READ_AHEAD;
    }

    /** Vectors of posts before and behind after which the job was full all the time. */
    int awaitedAround() {
        return 2 * SETTLING * vectorsPerPost;
    }

    /**
     * Start of the measured part.
     *
     * @param made when the vectors were made of what is measured and of posts before and behind, at
     *     least the {@link #awaitedAround} ones; rising
     */
    long start(List<Long> made) {
        return made.get(SETTLING * vectorsPerPost);
    }

    /** Its end, likewise: so many {@link #vectors} later. */
    long end(List<Long> made) {
        return made.get(SETTLING * vectorsPerPost + vectors);
    }
}

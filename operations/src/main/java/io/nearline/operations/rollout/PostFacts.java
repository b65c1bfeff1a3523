package io.nearline.operations.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one post: its newest state under both models, without vectors. One per post
 * of the index, so it is kept small.
 */
final class PostFacts {

    /** Stands for "no vector at any revision"; revisions of posts are not negative. */
    private static final long NONE = Long.MIN_VALUE;

    private long baselineRevision = NONE;

    /** The newest revision at which the baseline had nothing to hold; NONE if it never said so. */
    private long baselineWithdrawn = NONE;

    private long candidateRevision = NONE;

    /** The newest revision at which the candidate had nothing to hold. */
    private long candidateWithdrawn = NONE;

    private @Nullable Defect defect;
    private long vectorPrint;
    private long contentPrint;

    void baselineHolds(long revision) {
        baselineRevision = revision;
    }

    /**
     * @param revision the revision; that of a tombstone is later than any
     */
    void baselineWithdraws(long revision) {
        baselineRevision = NONE;
        baselineWithdrawn = revision;
    }

    /**
     * @param found what is wrong with the vector; null if it is sound
     * @param vector print of the vector's bytes
     * @param content print of the content hash
     */
    void candidateHolds(long revision, @Nullable Defect found, long vector, long content) {
        candidateRevision = revision;
        defect = found;
        vectorPrint = vector;
        contentPrint = content;
    }

    void candidateWithdraws(long revision) {
        candidateRevision = NONE;
        candidateWithdrawn = revision;
        defect = null;
    }

    /** Whether the baseline's index holds the post. */
    boolean isLive() {
        return baselineRevision != NONE;
    }

    /**
     * Whether the candidate's index lacks a post that the baseline's holds. One that the candidate
     * has withdrawn at a later revision is not lacking: the baseline will follow.
     */
    boolean isUncovered() {
        boolean held = candidateRevision >= baselineRevision && defect != Defect.OTHER_DIGEST;
        return isLive() && !held && candidateWithdrawn <= baselineRevision;
    }

    /** Whether the candidate still holds what the baseline has withdrawn. */
    boolean isGhost() {
        return hasVector() && !isLive() && candidateRevision <= baselineWithdrawn;
    }

    /** Whether the baseline never said anything of a post that the candidate holds. */
    boolean isUnmet() {
        return hasVector() && !isLive() && baselineWithdrawn == NONE;
    }

    boolean hasVector() {
        return candidateRevision != NONE;
    }

    /** What is wrong with the candidate's vector; null if it is sound. */
    @Nullable Defect defect() {
        return defect;
    }

    long vectorPrint() {
        return vectorPrint;
    }

    long contentPrint() {
        return contentPrint;
    }
}

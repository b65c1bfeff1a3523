package io.nearline.operators.merge;

import io.nearline.operators.record.Backfill;
import java.time.Duration;
import java.util.List;

/**
 * The time since which the gates have seen every change of every post. A vector of a backfill that
 * read the posts before it is not merged: a change between the two, a delete even, may be one that
 * nobody in the job knows of. See docs/decisions/0022.
 *
 * @param since milliseconds since the epoch, or {@link PostsInReach#ALWAYS}
 * @param knownAt when a checkpoint last took it, milliseconds since the epoch
 */
public record MergeHorizon(long since, long knownAt) {

    /**
     * How far the live job may have been behind when the checkpoint was taken. What is merged
     * needlessly late costs a backfill; what is merged wrongly brings deleted posts back.
     */
    static final Duration FARTHEST_BEHIND = Duration.ofDays(1);

    /** The horizon of a job that starts without state. */
    public static MergeHorizon ofStart(PostsInReach posts, long now) {
        return new MergeHorizon(posts.sinceStart(), now);
    }

    /**
     * The horizon of a job that goes on from a checkpoint: what it was, unless posts that the job
     * had still to read may have left the topic meanwhile.
     *
     * @param kept what the subtasks had kept; empty if the checkpoint is older than this rule
     */
    public static MergeHorizon ofRestore(List<MergeHorizon> kept, PostsInReach posts, long now) {
        long since = PostsInReach.ALWAYS;
        long knownAt = now;
        for (MergeHorizon horizon : kept) {
            since = Math.max(since, horizon.since);
            knownAt = Math.min(knownAt, horizon.knownAt);
        }
        boolean wasAwayForLong = now - knownAt > FARTHEST_BEHIND.toMillis();
        long oldest = posts.sinceOldest(wasAwayForLong ? now : PostsInReach.ALWAYS);
        boolean mayMissSome = oldest > knownAt - FARTHEST_BEHIND.toMillis();
        return new MergeHorizon(mayMissSome ? Math.max(since, oldest) : since, now);
    }

    /** The same, taken at another time. */
    public MergeHorizon at(long now) {
        return new MergeHorizon(since, now);
    }

    /** Whether the gates have seen every change since the backfill read the posts. */
    public boolean covers(Backfill backfill) {
        return backfill.asOf() >= since;
    }
}

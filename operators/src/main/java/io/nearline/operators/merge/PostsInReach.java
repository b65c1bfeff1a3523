package io.nearline.operators.merge;

import java.io.Serializable;

/**
 * What the live job can know of the past, by what the posts topic keeps. Times are milliseconds.
 */
public interface PostsInReach extends Serializable {

    /** Every change there ever was is read. */
    long ALWAYS = Long.MIN_VALUE;

    /** The time since which a job that starts now, without state, reads every change; or ALWAYS. */
    long sinceStart();

    /**
     * The time since which the topic still holds every change; or ALWAYS.
     *
     * @param emptied what to take for a partition of which nothing is left: who has read it all
     *     missed nothing, who was away for long may have missed what was there
     */
    long sinceOldest(long emptied);
}

package io.nearline.operators.retry;

/** Why a dead letter is not tried again by the job. */
public enum RetryRefusal {
    /** It failed for a passing reason, but as often as {@code nearline.retry.attempts} allows. */
    EXHAUSTED,
    /** It failed so long ago that a later delete of the post may have been forgotten since. */
    EXPIRED,
    /** Too many wait already. */
    FULL,
    /** The same record waits already. */
    REPEATED,
    /** It is no dead letter that this version can read. */
    UNREADABLE
}

package io.nearline.operators.recall;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long the second gate waits for what.
 *
 * @param timeToLive how long after its last change a vector, or a delete, is kept
 * @param pendingTimeout how long a revision waits for the vector of its text; no tombstone is
 *     written sooner after a start, while revisions repeat
 * @param tombstoneAfter how long after a delete its tombstone is written, shorter than the time to
 *     live, so that nothing older comes back after it; zero: never
 */
public record RecallTimes(Duration timeToLive, Duration pendingTimeout, Duration tombstoneAfter)
        implements Serializable {

    private static final long serialVersionUID = 1L;
}

package io.nearline.retrieval.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the index is fed at one moment.
 *
 * @param phase what its consumer does
 * @param problem what keeps it from going on, and what to do; empty if nothing does
 * @param complete whether the index holds everything that was published when it was begun
 * @param recordsBehind updates published and not yet applied; empty while unknown
 * @param caughtUpAt a moment; what was published then has been applied. Empty before the first
 * @param leftOut updates since the start whose posts cannot be found, since their vector could not
 *     be searched or they lacked the output that is asked for
 * @param withoutText records of the posts topic since the start that are no changes of posts, so
 *     that they have no text to be found
 * @param p50 age of a change when it was applied, half of the latest were younger
 * @param p99 the same for 99 of 100
 */
record FeedState(
        Phase phase,
        Optional<String> problem,
        boolean complete,
        OptionalLong recordsBehind,
        Optional<Instant> caughtUpAt,
        long leftOut,
        long withoutText,
        Optional<Duration> p50,
        Optional<Duration> p99) {

    /** What the consumer does. */
    enum Phase {
        STARTING,
        READING_SNAPSHOT,
        FOLLOWING,
        WAITING_FOR_BROKERS,
        STOPPED,
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    FeedState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(problem, "problem");
    }

    /** Whether the index misses no more than so many updates. */
    boolean isCaughtUp(long recordsBehindAtMost) {
        return phase == Phase.FOLLOWING
                && complete
                && recordsBehind.isPresent()
                && recordsBehind.getAsLong() <= recordsBehindAtMost;
    }
}

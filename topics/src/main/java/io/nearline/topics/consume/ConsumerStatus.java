package io.nearline.topics.consume;

import io.nearline.topics.control.Unread;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a consumer does at one moment, for health checks and metrics.
 *
 * @param state what it does
 * @param problem what keeps it from going on, and what to do; empty if nothing does
 * @param position how far it is, committed or not. {@link Position#complete()} says whether the
 *     store holds a snapshot, {@link Position#caughtUpAt()} as of when it is up to date
 * @param recordsBehind committed records of index-updates that are still to be applied; empty while
 *     that is unknown
 * @param outcomes how many records of index-updates ended so since the start; outcomes without one
 *     are absent
 * @param controlUnread how many records of index-control could not be understood, by reason
 * @param freshness from event time to applied; goes on changing
 * @param choice what index-control says, as far as it holds
 * @param choicePending whether index-control has said more, which holds once all updates of before
 *     are applied
 * @param commits how many commits there were since the start
 * @param uncommitted records that wait for a commit
 * @param committedAt when the last commit was; when the consumer began, if there was none
 */
public record ConsumerStatus(
        State state,
        Optional<String> problem,
        Position position,
        OptionalLong recordsBehind,
        Map<Outcome, Long> outcomes,
        Map<Unread, Integer> controlUnread,
        AppliedFreshness freshness,
        ModelChoice choice,
        boolean choicePending,
        long commits,
        int uncommitted,
        Instant committedAt) {

    /** What a consumer does. */
    public enum State {
        /** It has not begun, or asks the cluster where to begin. */
        STARTING,
        /** It reads the first snapshot into the store. */
        READING_SNAPSHOT,
        /** It follows the topic. */
        FOLLOWING,
        /** The brokers do not answer: it asks again until they do. */
        WAITING_FOR_BROKERS,
        /** It was stopped. */
        STOPPED,
        /** It cannot go on. */
        FAILED
    }

    public ConsumerStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(position, "position");
        outcomes = Map.copyOf(outcomes);
        controlUnread = Map.copyOf(controlUnread);
    }

    /** Of a consumer that has not begun. */
    static ConsumerStatus starting(Instant now) {
        return new ConsumerStatus(
                State.STARTING,
                Optional.empty(),
                Position.NONE,
                OptionalLong.empty(),
                Map.of(),
                Map.of(),
                new AppliedFreshness(),
                ModelChoice.NONE,
                false,
                0,
                0,
                now);
    }

    /** Of a consumer at work. */
    static ConsumerStatus of(
            State state,
            Optional<String> problem,
            OptionalLong recordsBehind,
            UpdateIngest ingest) {
        return new ConsumerStatus(
                state,
                problem,
                ingest.position(),
                recordsBehind,
                ingest.counts(),
                ingest.controlUnread(),
                ingest.freshness(),
                ingest.choice(),
                ingest.isChoicePending(),
                ingest.commits(),
                ingest.uncommitted(),
                ingest.committedAt());
    }

    /** The same for a consumer that reads no more, or not yet. */
    ConsumerStatus idle(State now, Optional<String> why) {
        return new ConsumerStatus(
                now,
                why,
                position,
                OptionalLong.empty(),
                outcomes,
                controlUnread,
                freshness,
                choice,
                choicePending,
                commits,
                uncommitted,
                committedAt);
    }

    /** Whether the store holds a snapshot and misses no more than so many records. */
    public boolean isUpToDate(long recordsBehindAtMost) {
        return state == State.FOLLOWING
                && recordsBehind.isPresent()
                && recordsBehind.getAsLong() <= recordsBehindAtMost;
    }
}

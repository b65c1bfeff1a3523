package io.nearline.operators.backfill;

import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened and is to be counted. Every record that is read to be embedded yields one
 * READ and then exactly one of EMBEDDED, SKIPPED, DEAD_LETTERED and UNREADABLE.
 *
 * @param kind what happened
 * @param reason why, if SKIPPED
 * @param count how often; how many, if TOKENS
 * @param pace how fast the backfill may go, if PACE
 */
public record Tally(Kind kind, @Nullable String reason, long count, @Nullable PaceReading pace) {

    /** What happened. */
    public enum Kind {
        /** The survey found a post in the subset, or (count -1) that it is not in it after all. */
        SURVEYED,
        /** A record was read to be embedded. */
        READ,
        /** A vector was handed to the sink. */
        EMBEDDED,
        /** A record needed no vector. */
        SKIPPED,
        /** The record of a post became a dead letter. */
        DEAD_LETTERED,
        /** A record that is no post became a dead letter. */
        UNREADABLE,
        /** Tokens were fed to the model. */
        TOKENS,
        /** The pace was looked at. */
        PACE
    }

    /** Side output of the stages that count. */
    public static final OutputTag<Tally> TAG = new OutputTag<>("tallies") {};

    /**
     * A post entered (1) or left (-1) the posts to account for.
     *
     * @param change 1 or -1
     */
    static Tally surveyed(int change) {
        return new Tally(Kind.SURVEYED, null, change, null);
    }

    static Tally read() {
        return new Tally(Kind.READ, null, 1, null);
    }

    /** A vector was handed to the sink. */
    public static Tally embedded() {
        return new Tally(Kind.EMBEDDED, null, 1, null);
    }

    static Tally skipped(BackfillSkip reason) {
        return new Tally(Kind.SKIPPED, reason.label(), 1, null);
    }

    /** A record that is no post became a dead letter. */
    public static Tally unreadable() {
        return new Tally(Kind.UNREADABLE, null, 1, null);
    }

    /** The record of a post became a dead letter. */
    public static Tally deadLettered() {
        return new Tally(Kind.DEAD_LETTERED, null, 1, null);
    }

    static Tally tokens(int tokens) {
        return new Tally(Kind.TOKENS, null, tokens, null);
    }

    static Tally pace(PaceReading pace) {
        return new Tally(Kind.PACE, null, 1, pace);
    }
}

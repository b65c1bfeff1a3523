package io.nearline.operations.backfill.submit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the job of a backfill is, as its cluster says.
 *
 * @param condition what that means
 * @param flinkState Flink's word for the job's state; null if the cluster did not say
 * @param restarts how often the job has been restarted after a failure; 0 if not known
 * @param cause what its newest failure says, without post text; null if there was none
 * @param failedAt when it last failed; null if it did not
 */
public record JobHealth(
        Condition condition,
        @Nullable String flinkState,
        long restarts,
        @Nullable String cause,
        @Nullable Instant failedAt) {

    /** A job that fails this often, and did so lately, does not get over it by itself. */
    private static final int OFTEN = 3;

    private static final Duration LATELY = Duration.ofMinutes(2);

    /** What the state of a job means for its backfill. */
    public enum Condition {
        /** It runs, or is about to. */
        AT_WORK,
        /** It has failed, and Flink starts it again. */
        RESTARTING,
        /** It has failed, and nobody starts it again. */
        FAILED,
        /** It has ended otherwise. */
        ENDED,
        /** Its cluster does not know it any more. */
        GONE,
        /** Its cluster does not answer, or nobody knows which one it is. */
        UNKNOWN
    }

    /** A job of which nothing can be said. */
    public static JobHealth unknown(String why) {
        return new JobHealth(Condition.UNKNOWN, null, 0, why, null);
    }

    static JobHealth gone() {
        return new JobHealth(
                Condition.GONE, null, 0, "the cluster does not know its job any more", null);
    }

    /**
     * A job that its cluster knows.
     *
     * @param flinkState Flink's word for its state
     * @param failedAt when it last failed; null if it did not
     */
    static JobHealth of(
            String flinkState,
            long restarts,
            @Nullable String cause,
            @Nullable Instant failedAt,
            Instant now) {
        Condition condition =
                switch (flinkState) {
                    case "FAILED" -> Condition.FAILED;
                    case "FINISHED", "CANCELED", "SUSPENDED" -> Condition.ENDED;
                    case "RESTARTING", "FAILING" -> Condition.RESTARTING;
                    default ->
                            keepsFailing(restarts, failedAt, now)
                                    ? Condition.RESTARTING
                                    : Condition.AT_WORK;
                };
        return new JobHealth(condition, flinkState, restarts, cause, failedAt);
    }

    /** Whether somebody has to look after it. */
    public boolean isInTrouble() {
        return switch (condition) {
            case RESTARTING, FAILED, GONE -> true;
            case ENDED -> !"FINISHED".equals(flinkState);
            case AT_WORK, UNKNOWN -> false;
        };
    }

    /** Whether the job does nothing more. */
    public boolean isOver() {
        return switch (condition) {
            case FAILED, GONE, ENDED -> true;
            case AT_WORK, RESTARTING, UNKNOWN -> false;
        };
    }

    private static boolean keepsFailing(long restarts, @Nullable Instant failedAt, Instant now) {
        return restarts >= OFTEN
                && failedAt != null
                && Duration.between(failedAt, now).compareTo(LATELY) < 0;
    }
}

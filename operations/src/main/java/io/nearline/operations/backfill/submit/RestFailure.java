package io.nearline.operations.backfill.submit;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.util.ExceptionUtils;

/** What a failure of Flink's REST client means, in one line. */
final class RestFailure {

    private static final String TASKS_RUN = "all tasks of the job run again";

    /** Of Flink's {@code StopWithSavepointStoppingException}: the job has been restarted. */
    private static final String FAILED_AFTER_SAVEPOINT = "failed during stopping";

    private static final String CHECKPOINT_DONE = "the checkpoint that is under way is done";

    /** What passes, in Flink's own words, with what it waits for. */
    private static final Map<String, String> PASSING = new LinkedHashMap<>();

    static {
        passes(CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_CLOSING, TASKS_RUN);
        passes(CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_NOT_READY, TASKS_RUN);
        passes(CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING, TASKS_RUN);
        passes(CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND, TASKS_RUN);
        passes(CheckpointFailureReason.CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER, TASKS_RUN);
        passes(CheckpointFailureReason.PERIODIC_SCHEDULER_SHUTDOWN, TASKS_RUN);
        passes(CheckpointFailureReason.JOB_FAILOVER_REGION, TASKS_RUN);
        passes(CheckpointFailureReason.TASK_FAILURE, TASKS_RUN);
        PASSING.put(FAILED_AFTER_SAVEPOINT, TASKS_RUN);
        passes(CheckpointFailureReason.TOO_MANY_CHECKPOINT_REQUESTS, CHECKPOINT_DONE);
        passes(CheckpointFailureReason.MINIMUM_TIME_BETWEEN_CHECKPOINTS, CHECKPOINT_DONE);
        passes(CheckpointFailureReason.CHECKPOINT_SUBSUMED, CHECKPOINT_DONE);
        passes(CheckpointFailureReason.CHECKPOINT_EXPIRED, "the job keeps up with its input");
    }

    private static void passes(CheckpointFailureReason reason, String awaited) {
        PASSING.put(reason.message(), awaited);
    }

    private RestFailure() {}

    static String explain(Throwable failure) {
        if (isThere(failure, ConnectException.class)
                || isThere(failure, UnresolvedAddressException.class)) {
            return "no Flink cluster answers there";
        }
        String message = String.valueOf(failure.getMessage());
        if (isJobUnknown(failure)) {
            return "the cluster does not know that job (any more)";
        }
        if (message.contains("target directory")) {
            return "the cluster has no directory for savepoints: set"
                    + " execution.checkpointing.savepoint-dir there, or give --savepoints";
        }
        // The first line says it, the server's stack trace follows.
        return message.lines().findFirst().orElse(failure.getClass().getSimpleName());
    }

    /** Whether the cluster answers and does not know the job. */
    static boolean isJobUnknown(Throwable failure) {
        return isThere(failure, FlinkJobNotFoundException.class)
                || ExceptionUtils.findThrowable(
                                failure,
                                cause ->
                                        text(cause)
                                                        .contains(
                                                                FlinkJobNotFoundException.class
                                                                        .getSimpleName())
                                                || text(cause).contains("not found"))
                        .isPresent();
    }

    /** When a savepoint is no longer declined; empty if it was declined for a reason that stays. */
    static Optional<String> passesWhen(Throwable failure) {
        return PASSING.entrySet().stream()
                .filter(reason -> isSaid(failure, reason.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isSaid(Throwable failure, String message) {
        return ExceptionUtils.findThrowable(failure, cause -> text(cause).contains(message))
                .isPresent();
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static boolean isThere(Throwable failure, Class<? extends Throwable> type) {
        return ExceptionUtils.findThrowable(failure, type).isPresent();
    }
}

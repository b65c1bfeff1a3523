package io.nearline.operations.backfill.submit;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.util.ExceptionUtils;

/** What a failure of Flink's REST client means, in one line. */
final class RestFailure {

    /** In Flink's own words. */
    private static final List<String> PASSING =
            Stream.of(
                            CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_CLOSING,
                            CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_NOT_READY,
                            CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING,
                            CheckpointFailureReason.TOO_MANY_CHECKPOINT_REQUESTS,
                            CheckpointFailureReason.MINIMUM_TIME_BETWEEN_CHECKPOINTS,
                            CheckpointFailureReason.CHECKPOINT_SUBSUMED,
                            CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND,
                            CheckpointFailureReason.CHECKPOINT_EXPIRED)
                    .map(CheckpointFailureReason::message)
                    .toList();

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

    /** Whether a savepoint was declined for a reason that is gone in a moment. */
    static boolean passes(Throwable failure) {
        return ExceptionUtils.findThrowable(
                        failure, cause -> PASSING.stream().anyMatch(text(cause)::contains))
                .isPresent();
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static boolean isThere(Throwable failure, Class<? extends Throwable> type) {
        return ExceptionUtils.findThrowable(failure, type).isPresent();
    }
}

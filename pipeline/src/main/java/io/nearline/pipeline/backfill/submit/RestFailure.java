package io.nearline.pipeline.backfill.submit;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.util.ExceptionUtils;

/** What a failure of Flink's REST client means, in one line. */
final class RestFailure {

    private RestFailure() {}

    static String explain(Throwable failure) {
        if (isThere(failure, ConnectException.class)
                || isThere(failure, UnresolvedAddressException.class)) {
            return "no Flink cluster answers there";
        }
        String message = String.valueOf(failure.getMessage());
        if (isThere(failure, FlinkJobNotFoundException.class)
                || message.contains(FlinkJobNotFoundException.class.getSimpleName())
                || message.contains("not found")) {
            return "the cluster does not know that job (any more)";
        }
        if (message.contains("target directory")) {
            return "the cluster has no directory for savepoints: set"
                    + " execution.checkpointing.savepoint-dir there, or give --savepoints";
        }
        // The first line says it, the server's stack trace follows.
        return message.lines().findFirst().orElse(failure.getClass().getSimpleName());
    }

    private static boolean isThere(Throwable failure, Class<? extends Throwable> type) {
        return ExceptionUtils.findThrowable(failure, type).isPresent();
    }
}

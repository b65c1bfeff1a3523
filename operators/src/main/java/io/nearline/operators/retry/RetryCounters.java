package io.nearline.operators.retry;

import io.nearline.operators.metrics.PipelineMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;

/** What one step of the lane refuses. */
final class RetryCounters {

    private final Map<RetryRefusal, Counter> refused = new EnumMap<>(RetryRefusal.class);

    /**
     * @param reasons the reasons that the step knows
     */
    RetryCounters(PipelineMetrics metrics, RetryRefusal... reasons) {
        for (RetryRefusal reason : reasons) {
            refused.put(reason, metrics.retryRefused(reason));
        }
    }

    void refused(RetryRefusal reason) {
        Objects.requireNonNull(refused.get(reason)).inc();
    }
}

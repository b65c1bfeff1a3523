package io.nearline.operators.retry;

import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.UndecodableRecordException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Picks the dead letters that the job tries again. What cannot be read is counted and left where it
 * is: a dead letter of a dead letter would help nobody.
 */
public final class SelectRetry extends ProcessFunction<RawRecord, FailedRecord> {

    private static final long serialVersionUID = 1L;

    private final String postsTopic;
    private final RetryPolicy policy;
    private transient RetrySelection selection;
    private transient RetryCounters counters;

    /**
     * @param postsTopic topic that the job reads
     * @param policy how often a record is tried
     */
    public SelectRetry(String postsTopic, RetryPolicy policy) {
        this.postsTopic = postsTopic;
        this.policy = policy;
    }

    @Override
    public void open(OpenContext context) {
        selection = new RetrySelection(postsTopic);
        counters =
                new RetryCounters(
                        PipelineMetrics.of(getRuntimeContext()),
                        RetryRefusal.EXHAUSTED,
                        RetryRefusal.UNREADABLE);
    }

    @Override
    public void processElement(RawRecord letter, Context context, Collector<FailedRecord> out) {
        FailedRecord failed;
        try {
            failed = selection.select(letter);
        } catch (UndecodableRecordException unreadable) {
            counters.refused(RetryRefusal.UNREADABLE);
            return;
        }
        if (failed == null) {
            return;
        }
        if (policy.triesAgainAfter(failed.attempt())) {
            out.collect(failed);
        } else {
            counters.refused(RetryRefusal.EXHAUSTED);
        }
    }
}

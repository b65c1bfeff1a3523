package io.nearline.operators.retry;

import io.nearline.operators.admit.AdmitState;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.FollowedModels;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.UndecodableRecordException;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Picks the dead letters that the job tries again. Announcements say which models it serves. What
 * cannot be read is counted and left where it is: a dead letter of a dead letter would help nobody.
 */
public final class SelectRetry
        extends BroadcastProcessFunction<RawRecord, Announcement, FailedRecord> {

    private static final long serialVersionUID = 1L;

    private final String postsTopic;
    private final RetryPolicy policy;
    private final FollowedModels models;
    private transient List<ModelStanding> serving;
    private transient RetrySelection selection;
    private transient RetryCounters counters;

    /**
     * @param postsTopic topic that the job reads
     * @param policy how often a record is tried
     * @param models the models that serve
     */
    public SelectRetry(String postsTopic, RetryPolicy policy, FollowedModels models) {
        this.postsTopic = postsTopic;
        this.policy = policy;
        this.models = models;
    }

    @Override
    public void open(OpenContext context) {
        serving = List.of();
        selection = new RetrySelection(postsTopic, this::serves);
        counters =
                new RetryCounters(
                        PipelineMetrics.of(getRuntimeContext()),
                        RetryRefusal.EXHAUSTED,
                        RetryRefusal.UNREADABLE);
    }

    @Override
    public void processElement(
            RawRecord letter, ReadOnlyContext context, Collector<FailedRecord> out)
            throws Exception {
        serving = models.serving(context.getBroadcastState(AdmitState.STANDINGS));
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

    @Override
    public void processBroadcastElement(
            Announcement announcement, Context context, Collector<FailedRecord> out)
            throws Exception {
        if (announcement.changesWhatServes()) {
            models.follow(announcement, context.getBroadcastState(AdmitState.STANDINGS));
        }
    }

    private boolean serves(String modelName) {
        return serving.stream().anyMatch(standing -> standing.model().name().equals(modelName));
    }
}

package io.nearline.operators.admit;

import io.nearline.embedding.ModelId;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.record.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets the newest revision of a post through, and the vectors that backfills made of it; counts the
 * rest. Keyed by post id.
 */
public final class AdmitNewest extends KeyedProcessFunction<String, Arrival, AdmittedPost> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<ModelRef> serving;
    private final Duration timeToLive;
    private final LiveWait liveWait;
    private transient MergePolicy merges;
    private transient ValueState<PostMemory> memory;
    private transient DeadLetters deadLetters;
    private transient GateCounters counters;

    /**
     * @param models the models that serve
     * @param timeToLive how long after its last change a post is remembered
     * @param liveWait told of every live record that comes by
     */
    public AdmitNewest(List<ModelId> models, Duration timeToLive, LiveWait liveWait) {
        this.serving = new ArrayList<>(models.stream().map(ModelRef::configured).toList());
        this.timeToLive = timeToLive;
        this.liveWait = liveWait;
    }

    @Override
    public void open(OpenContext context) {
        merges = new MergePolicy(timeToLive);
        memory = getRuntimeContext().getState(AdmitState.memory(timeToLive));
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics);
        counters = new GateCounters(metrics);
    }

    @Override
    public void processElement(Arrival arrival, Context context, Collector<AdmittedPost> out)
            throws Exception {
        PostMemory known = memory.value();
        RawRecord record = arrival.post().version().record();
        Admission admission;
        try {
            admission = decide(known, arrival, context.timerService().currentProcessingTime());
        } catch (RuntimeException undecidable) {
            context.output(DeadLetters.TAG, deadLetters.write(Stage.ADMIT, record, undecidable));
            return;
        }
        if (admission.memory() != null) {
            memory.update(admission.memory());
        }
        counters.count(arrival, admission);
        if (admission instanceof Admission.Admit admit) {
            out.collect(new AdmittedPost(arrival.post(), admit.tasks()));
        }
    }

    private Admission decide(PostMemory known, Arrival arrival, long now) {
        if (arrival.isMerge()) {
            return merges.decide(serving, known, arrival, now);
        }
        liveWait.passed(arrival.post().version().record().timestamp(), now);
        return AdmissionPolicy.decide(serving, known, arrival.post());
    }
}

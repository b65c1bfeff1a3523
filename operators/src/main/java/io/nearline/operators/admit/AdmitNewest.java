package io.nearline.operators.admit;

import io.nearline.embedding.ModelId;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.text.PostText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Lets the newest revision of a post through; counts the rest. Keyed by post id. */
public final class AdmitNewest extends KeyedProcessFunction<String, PostText, AdmittedPost> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<ModelId> models;
    private final Duration timeToLive;
    private transient AdmissionPolicy policy;
    private transient ValueState<PostMemory> memory;
    private transient DeadLetters deadLetters;
    private transient Map<SkipReason, Counter> skipped;
    private transient Map<Action, Counter> admitted;

    /**
     * @param models the models that serve
     * @param timeToLive how long after its last change a post is remembered
     */
    public AdmitNewest(List<ModelId> models, Duration timeToLive) {
        this.models = new ArrayList<>(models);
        this.timeToLive = timeToLive;
    }

    @Override
    public void open(OpenContext context) {
        policy = new AdmissionPolicy(models);
        memory = getRuntimeContext().getState(AdmitState.memory(timeToLive));
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics);
        skipped = new EnumMap<>(SkipReason.class);
        for (SkipReason reason : List.of(SkipReason.STALE, SkipReason.REPEATED, SkipReason.EMPTY)) {
            skipped.put(reason, metrics.skipped(reason));
        }
        admitted = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            admitted.put(action, metrics.admitted(action));
        }
    }

    @Override
    public void processElement(PostText post, Context context, Collector<AdmittedPost> out)
            throws Exception {
        PostMemory known = memory.value();
        Admission admission;
        try {
            admission = policy.decide(known, post);
        } catch (RuntimeException undecidable) {
            context.output(
                    DeadLetters.TAG,
                    deadLetters.write(Stage.ADMIT, post.version().record(), undecidable));
            return;
        }
        if (admission.memory() != null) {
            memory.update(admission.memory());
        }
        if (admission instanceof Admission.Admit admit) {
            admit.tasks().forEach(task -> admitted.get(task.action()).inc());
            out.collect(new AdmittedPost(post, admit.tasks()));
        } else if (admission instanceof Admission.Skip skip) {
            skipped.get(skip.reason()).inc();
        }
    }
}

package io.nearline.operators.admit;

import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.FollowedModels;
import io.nearline.operators.model.LiveWait;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.model.OpeningStandings;
import io.nearline.operators.model.Readiness;
import io.nearline.operators.model.Readiness.Step;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Lets the newest revision of a post through, and the vectors that backfills made of it; counts the
 * rest. Keyed by post id. Announcements say which models serve; each is answered on {@link
 * #READINESS} once this subtask follows it.
 */
public final class AdmitNewest
        extends KeyedBroadcastProcessFunction<String, Arrival, Announcement, AdmittedPost> {

    /** Side output: what this gate follows. */
    public static final OutputTag<Readiness> READINESS = new OutputTag<>("gate-readiness") {};

    private static final long serialVersionUID = 1L;

    private final FollowedModels models;
    private final Duration timeToLive;
    private final LiveWait liveWait;
    private transient MergePolicy merges;
    private transient ValueState<PostMemory> memory;
    private transient DeadLetters deadLetters;
    private transient GateCounters counters;

    /**
     * @param configured models that the job is configured with, in order
     * @param timeToLive how long after its last change a post is remembered
     * @param liveWait told of every live record that comes by
     */
    public AdmitNewest(List<ModelRef> configured, Duration timeToLive, LiveWait liveWait) {
        this(configured, timeToLive, liveWait, OpeningStandings.NONE);
    }

    /**
     * @param configured models that the job is configured with, in order
     * @param timeToLive how long after its last change a post is remembered
     * @param liveWait told of every live record that comes by
     * @param opening how models stand if no state says so: the first post must not miss one
     */
    public AdmitNewest(
            List<ModelRef> configured,
            Duration timeToLive,
            LiveWait liveWait,
            OpeningStandings opening) {
        this.models = new FollowedModels(configured, opening);
        this.timeToLive = timeToLive;
        this.liveWait = liveWait;
    }

    @Override
    public void open(OpenContext context) {
        merges = new MergePolicy(timeToLive);
        memory = getRuntimeContext().getState(AdmitState.memory(timeToLive));
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics, Stage.ADMIT);
        counters = new GateCounters(metrics);
        metrics.rollout().modelsServed(models::count);
    }

    @Override
    public void processElement(
            Arrival arrival, ReadOnlyContext context, Collector<AdmittedPost> out)
            throws Exception {
        List<ModelStanding> serving =
                models.serving(context.getBroadcastState(AdmitState.STANDINGS));
        PostMemory known = memory.value();
        RawRecord record = arrival.post().version().record();
        Admission admission;
        try {
            admission =
                    decide(serving, known, arrival, context.timerService().currentProcessingTime());
        } catch (RuntimeException undecidable) {
            context.output(DeadLetters.TAG, deadLetters.write(Stage.ADMIT, record, undecidable));
            return;
        }
        if (admission.memory() != null) {
            memory.update(admission.memory());
        }
        counters.count(arrival, admission);
        if (admission instanceof Admission.Admit admit) {
            boolean isLive = arrival.post().version().origin() == Origin.LIVE;
            Long supersedes = known != null && isLive ? known.revision() : null;
            out.collect(new AdmittedPost(arrival.post(), admit.tasks(), supersedes));
        }
    }

    @Override
    public void processBroadcastElement(
            Announcement announcement, Context context, Collector<AdmittedPost> out)
            throws Exception {
        if (!announcement.changesWhatServes()) {
            return;
        }
        models.follow(announcement, context.getBroadcastState(AdmitState.STANDINGS));
        context.output(READINESS, readiness(announcement));
    }

    private Readiness readiness(Announcement announcement) {
        var task = getRuntimeContext().getTaskInfo();
        return new Readiness(
                announcement,
                Step.GATE,
                task.getIndexOfThisSubtask(),
                task.getNumberOfParallelSubtasks(),
                0,
                null);
    }

    private Admission decide(
            List<ModelStanding> serving, @Nullable PostMemory known, Arrival arrival, long now) {
        if (arrival.isMerge()) {
            return merges.decide(serving, known, arrival, now);
        }
        if (arrival.post().version().origin() == Origin.LIVE) {
            liveWait.passed(arrival.post().version().record().timestamp(), now);
        }
        return AdmissionPolicy.decide(serving, known, arrival.post());
    }
}

package io.nearline.operators.admit;

import io.nearline.operators.admit.Readiness.Witness;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

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

    private final ArrayList<ModelRef> configured;
    private final Duration timeToLive;
    private final LiveWait liveWait;
    private final OpeningStandings opening;
    private transient ModelRoster roster;
    private transient volatile List<ModelStanding> serving;
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
        this.configured = new ArrayList<>(configured);
        this.timeToLive = timeToLive;
        this.liveWait = liveWait;
        this.opening = opening;
    }

    @Override
    public void open(OpenContext context) {
        merges = new MergePolicy(timeToLive);
        memory = getRuntimeContext().getState(AdmitState.memory(timeToLive));
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics);
        counters = new GateCounters(metrics);
        serving = List.of();
        metrics.rollout().modelsServed(() -> serving.size());
    }

    @Override
    public void processElement(
            Arrival arrival, ReadOnlyContext context, Collector<AdmittedPost> out)
            throws Exception {
        if (roster == null) {
            restoreRoster(context.getBroadcastState(AdmitState.STANDINGS));
        }
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

    @Override
    public void processBroadcastElement(
            Announcement announcement, Context context, Collector<AdmittedPost> out)
            throws Exception {
        if (!announcement.changesWhatServes()) {
            return;
        }
        var standings = context.getBroadcastState(AdmitState.STANDINGS);
        if (roster == null) {
            restoreRoster(standings);
        }
        standings.put(announcement.model().name(), announcement.standing());
        roster.put(announcement.standing());
        serving = roster.served();
        context.output(READINESS, readiness(announcement));
    }

    /** Broadcast state cannot be read before the first element. */
    private void restoreRoster(ReadOnlyBroadcastState<String, ModelStanding> standings)
            throws Exception {
        List<ModelStanding> before = new ArrayList<>();
        for (Map.Entry<String, ModelStanding> entry : standings.immutableEntries()) {
            before.add(entry.getValue());
        }
        roster = new ModelRoster(configured, before.isEmpty() ? opening.read() : before);
        serving = roster.served();
    }

    private Readiness readiness(Announcement announcement) {
        var task = getRuntimeContext().getTaskInfo();
        return new Readiness(
                announcement,
                Witness.GATE,
                task.getIndexOfThisSubtask(),
                task.getNumberOfParallelSubtasks(),
                0,
                null);
    }

    private Admission decide(PostMemory known, Arrival arrival, long now) {
        if (arrival.isMerge()) {
            return merges.decide(serving, known, arrival, now);
        }
        if (arrival.post().version().origin() == Origin.LIVE) {
            liveWait.passed(arrival.post().version().record().timestamp(), now);
        }
        return AdmissionPolicy.decide(serving, known, arrival.post());
    }
}

package io.nearline.operators.recall;

import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelRoster;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.retry.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.SimpleTimerService;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@link RecallVector}, and beside it the sweep that frees the vectors of models that no longer
 * serve. An operator, because a function can walk through its keys only all at once, which would
 * hold up the stream for minutes; here a few go with each tick of a timer. The first sweep also
 * finds the deletes from before tombstones were written.
 *
 * <p>A sweep that a restart cuts off begins again; one that is through is remembered.
 */
public final class RecallOperator
        extends KeyedProcessOperator<String, EmbeddingOutcome, EmbeddedPost>
        implements TwoInputStreamOperator<EmbeddingOutcome, Announcement, EmbeddedPost> {

    private static final long serialVersionUID = 1L;

    /** With {@link #SLICE}: 5000 keys a second, about a quarter of the subtask's time. */
    private static final long TICK_MILLIS = 20;

    private static final int SLICE = 100;

    /** Those of {@link KeyedProcessOperator}, under its name for them. */
    private static final String TIMERS = "user-timers";

    private final ArrayList<ModelRef> configured;
    private final RecallTimes times;
    private transient TimerService timers;
    private transient BroadcastState<String, ModelStanding> standings;
    private transient BroadcastState<String, String> sweptState;
    private transient MapState<String, PublishedVector> published;
    private transient ModelRoster roster;
    private transient @Nullable VectorSweep sweep;
    private transient Counter freed;

    /** As the other, of a job that carries no further vectors. */
    public RecallOperator(List<ModelRef> configured, RecallTimes times, RetryPolicy retries) {
        this(configured, times, retries, List.of());
    }

    /**
     * @param configured models that the job is configured with, in order
     * @param times how long it waits for what
     * @param retries what the job tries again by itself
     * @param outputs names of the further vectors that the job carries
     */
    public RecallOperator(
            List<ModelRef> configured,
            RecallTimes times,
            RetryPolicy retries,
            List<String> outputs) {
        super(new RecallVector(times, retries, outputs));
        this.configured = new ArrayList<>(configured);
        this.times = times;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        standings = context.getOperatorStateStore().getBroadcastState(RecallState.STANDINGS);
        sweptState = context.getOperatorStateStore().getBroadcastState(RecallState.SWEPT);
    }

    @Override
    public void open() throws Exception {
        super.open();
        gate().startedAt(now());
        if (!doesAnyWait()) {
            gate().noneWaits();
        }
        timers =
                new SimpleTimerService(
                        getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this));
        published = getRuntimeContext().getMapState(RecallState.published(times.timeToLive()));
        freed = PipelineMetrics.of(getRuntimeContext()).rollout().vectorsFreed();
        List<ModelStanding> before = new ArrayList<>();
        for (Map.Entry<String, ModelStanding> entry : standings.immutableEntries()) {
            before.add(entry.getValue());
        }
        roster = new ModelRoster(configured, before);
        if (!writesTombstones()) {
            new SweptModels(sweptState, parallelism()).forgetDeletes();
        }
        sweepIfDue();
    }

    @Override
    public void processElement1(StreamRecord<EmbeddingOutcome> element) throws Exception {
        processElement(element);
    }

    @Override
    public void processElement2(StreamRecord<Announcement> element) throws Exception {
        Announcement announcement = element.getValue();
        if (announcement.changesWhatServes()) {
            standings.put(announcement.model().name(), announcement.standing());
            roster.put(announcement.standing());
            sweepIfDue();
        }
    }

    @Override
    public void close() throws Exception {
        if (sweep != null) {
            sweep.close();
        }
        super.close();
    }

    private void sweepIfDue() throws Exception {
        if (sweep != null) {
            return;
        }
        Map<String, Integer> due =
                new SweptModels(sweptState, parallelism()).dueIn(roster, writesTombstones());
        if (!due.isEmpty()) {
            VectorSweep begun = new VectorSweep(keys(), due, now());
            sweep = begun;
            nextSlice(begun);
        }
    }

    private void nextSlice(VectorSweep begun) {
        var unused =
                getProcessingTimeService()
                        .registerTimer(now() + TICK_MILLIS, time -> sweepSlice(begun));
    }

    private void sweepSlice(VectorSweep begun) throws Exception {
        Set<String> serving =
                roster.served().stream()
                        .map(standing -> standing.model().name())
                        .collect(Collectors.toSet());
        for (int i = 0; i < SLICE && begun.hasNext(); i++) {
            setCurrentKey(begun.next());
            freed.inc(begun.free(published, gate().outputs(), serving));
            if (SweptModels.includesDeletes(begun.targets())) {
                gate().addMissingTombstones(timers);
            }
        }
        if (begun.hasNext()) {
            nextSlice(begun);
            return;
        }
        begun.close();
        new SweptModels(sweptState, parallelism()).add(begun.targets());
        sweep = null;
        sweepIfDue();
    }

    private RecallVector gate() {
        return (RecallVector) userFunction;
    }

    private boolean writesTombstones() {
        return !times.tombstoneAfter().isZero();
    }

    private boolean doesAnyWait() {
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        try (Stream<String> waiting =
                backend.getKeys(RecallState.PENDING, VoidNamespace.INSTANCE)) {
            return waiting.findAny().isPresent();
        }
    }

    private Stream<String> keys() {
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        Stream<String> keys = backend.getKeys(RecallState.PUBLISHED, VoidNamespace.INSTANCE);
        // State in memory does not bear changes while its keys are read.
        return backend instanceof HeapKeyedStateBackend ? keys.toList().stream() : keys;
    }

    private int parallelism() {
        return getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}

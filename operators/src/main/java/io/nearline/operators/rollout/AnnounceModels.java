package io.nearline.operators.rollout;

import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.RolloutMetrics;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.rollout.DecisionLog.Notice;
import io.nearline.operators.rollout.DecisionLog.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every machine how the models stand: at each start of the job all of them, then one with
 * each decision. A job that starts without state reads what was decided before it tells anything.
 * Runs with parallelism 1, so that all machines hear the same in the same order. An operator and
 * not a function, because only an operator can speak before its first input.
 */
public final class AnnounceModels extends AbstractStreamOperator<Announcement>
        implements OneInputStreamOperator<DecidedRecord, Announcement> {

    /** Side output: decisions to be written again, because an older record hides them. */
    public static final OutputTag<EncodedRecord> RESTATED = new OutputTag<>("restated") {};

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(AnnounceModels.class);

    /** Offset before the first record: nothing is going to come by that was read at the start. */
    static final long NOTHING_READ = -1;

    private final ArrayList<ModelRef> configured;
    private final ControlHistory history;
    private transient ListState<ModelStanding> standingState;
    private transient ListState<DecidedRecord> decidedState;
    private transient ListState<Long> numberState;
    private transient DecisionLog decisions;
    private transient Collection<HiddenDecision> hiddenAtStart;
    private transient RolloutMetrics rolloutMetrics;
    private transient long number;
    private transient long readUpTo;

    /**
     * @param configured models that the job is configured with, in order
     * @param history what was decided before the job first started
     */
    public AnnounceModels(List<ModelRef> configured, ControlHistory history) {
        this.configured = new ArrayList<>(configured);
        this.history = history;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        var store = context.getOperatorStateStore();
        standingState =
                store.getListState(
                        new ListStateDescriptor<>("model-standings", ModelStanding.class));
        decidedState =
                store.getListState(
                        new ListStateDescriptor<>("newest-decisions", DecidedRecord.class));
        numberState = store.getListState(new ListStateDescriptor<>("numbers", Types.LONG));
        hiddenAtStart = List.of();
        decisions = standingState.get().iterator().hasNext() ? goOn() : begin();
    }

    private DecisionLog goOn() throws Exception {
        Iterator<Long> numbers = numberState.get().iterator();
        number = numbers.next();
        long sequence = numbers.next();
        readUpTo = numbers.hasNext() ? numbers.next() : NOTHING_READ;
        return new DecisionLog(configured, standingState.get(), decidedState.get(), sequence);
    }

    private DecisionLog begin() {
        ReadHistory read = ReadHistory.of(history, configured);
        hiddenAtStart = read.hidden();
        readUpTo = read.lastOffset();
        return read.log();
    }

    @Override
    public void open() throws Exception {
        super.open();
        rolloutMetrics = PipelineMetrics.of(getRuntimeContext()).rollout();
        // A timer, because downstream is not ready to be written to before all have opened.
        var unused =
                getProcessingTimeService()
                        .registerTimer(
                                getProcessingTimeService().getCurrentProcessingTime(),
                                now -> announceAll());
    }

    @Override
    public void processElement(StreamRecord<DecidedRecord> element) {
        DecidedRecord record = element.getValue();
        if (wasReadAtStart(record)) {
            return;
        }
        Step step = decisions.take(record);
        if (step.ignored() != null) {
            rolloutMetrics.decisionIgnored("refused");
            LOGGER.warn(
                    "Decision {} on {} is not followed: {}",
                    record.sequence(),
                    record.name(),
                    step.ignored());
        }
        step.notices().forEach(this::announce);
        if (step.hidden() != null) {
            restate(step.hidden());
        }
    }

    /** The topic's stream begins at its beginning as well. */
    private boolean wasReadAtStart(DecidedRecord record) {
        boolean wasRead = record.offset() <= readUpTo;
        if (record.offset() >= readUpTo) {
            // Passed: offsets below may come only from another topic of that name.
            readUpTo = NOTHING_READ;
        }
        return wasRead;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        standingState.update(List.copyOf(decisions.standings()));
        decidedState.update(List.copyOf(decisions.decided()));
        numberState.update(List.of(number, decisions.highestSequence(), readUpTo));
    }

    private void announceAll() {
        decisions.all().forEach(this::announce);
        hiddenAtStart.forEach(this::restate);
    }

    private void announce(Notice notice) {
        number++;
        var announcement =
                new Announcement(
                        notice.standing(),
                        notice.phase(),
                        number,
                        decisions.highestSequence(),
                        notice.refusal());
        output.collect(new StreamRecord<>(announcement));
    }

    private void restate(HiddenDecision hidden) {
        LOGGER.warn(
                "Decision {} on {} is written again: an older record lies behind it",
                hidden.decision().sequence(),
                hidden.decision().name());
        EncodedRecord again = hidden.again(decisions.highestSequence() + 1);
        output.collect(RESTATED, new StreamRecord<>(again));
    }
}

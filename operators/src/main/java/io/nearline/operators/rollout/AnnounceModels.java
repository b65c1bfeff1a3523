package io.nearline.operators.rollout;

import io.nearline.operators.admit.Announcement;
import io.nearline.operators.admit.ModelDecision;
import io.nearline.operators.admit.ModelPhase;
import io.nearline.operators.admit.ModelRef;
import io.nearline.operators.admit.ModelRoster;
import io.nearline.operators.admit.ModelRoster.Ruling;
import io.nearline.operators.admit.ModelStanding;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.RolloutMetrics;
import java.util.ArrayList;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every machine how the models stand: at each start of the job all of them, then one with
 * each decision. Runs with parallelism 1, so that all machines hear the same in the same order. An
 * operator and not a function, because only an operator can speak before its first input.
 */
public final class AnnounceModels extends AbstractStreamOperator<Announcement>
        implements OneInputStreamOperator<ModelDecision, Announcement> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(AnnounceModels.class);

    private final ArrayList<ModelRef> configured;
    private transient ListState<ModelStanding> standingState;
    private transient ListState<Long> numberState;
    private transient ModelRoster roster;
    private transient RolloutMetrics rolloutMetrics;
    private transient long number;
    private transient long sequence;

    /**
     * @param configured models that the job is configured with, in order
     */
    public AnnounceModels(List<ModelRef> configured) {
        this.configured = new ArrayList<>(configured);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        standingState =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>("model-standings", ModelStanding.class));
        numberState =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("numbers", Types.LONG));
        roster = new ModelRoster(configured, standingState.get());
        Iterator<Long> numbers = numberState.get().iterator();
        if (numbers.hasNext()) {
            number = numbers.next();
            sequence = numbers.next();
        }
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
    public void processElement(StreamRecord<ModelDecision> element) {
        ModelDecision decision = element.getValue();
        sequence = Math.max(sequence, decision.sequence());
        Ruling ruling = roster.apply(decision);
        if (ruling.refusal() == null) {
            announce(ruling.standing(), decision.phase(), null);
            return;
        }
        rolloutMetrics.decisionIgnored("refused");
        LOGGER.warn("Decision {} is not followed: {}", decision.sequence(), ruling.refusal());
        if (decision.phase() == ModelPhase.STAGED) {
            var stranger = new ModelStanding(decision.model(), ModelPhase.STAGED, 0);
            announce(stranger, ModelPhase.STAGED, ruling.refusal());
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        standingState.update(List.copyOf(roster.standings()));
        numberState.update(List.of(number, sequence));
    }

    private void announceAll() {
        roster.standings().forEach(standing -> announce(standing, standing.phase(), null));
    }

    private void announce(ModelStanding standing, ModelPhase phase, String refusal) {
        number++;
        var announcement = new Announcement(standing, phase, number, sequence, refusal);
        output.collect(new StreamRecord<>(announcement));
    }
}

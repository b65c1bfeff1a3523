package io.nearline.operators.rollout;

import io.nearline.operators.model.Readiness;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Answers for the job once every machine has answered for itself. Keyed by model name. */
public final class SettleRollout extends KeyedProcessFunction<String, Readiness, RolloutAnswer> {

    private static final long serialVersionUID = 1L;

    private transient ValueState<Settlement> settlement;

    @Override
    public void open(OpenContext context) {
        settlement =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("settlement", Settlement.class));
    }

    @Override
    public void processElement(Readiness readiness, Context context, Collector<RolloutAnswer> out)
            throws Exception {
        String jobId = getRuntimeContext().getJobInfo().getJobId().toHexString();
        Settlement known = Optional.ofNullable(settlement.value()).orElseGet(Settlement::first);
        Settlement.Step step = known.take(readiness, jobId);
        settlement.update(step.next());
        step.answers().forEach(out::collect);
    }
}

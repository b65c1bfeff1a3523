package io.nearline.operators.rollout;

import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.RolloutMetrics;
import io.nearline.operators.record.RawRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the decisions on models. What the job and backfills say of themselves is passed over; what
 * cannot be read is logged with its place and counted. No dead letter: the record stays on its own
 * topic, and there is nothing to replay.
 */
public final class DecodeControl extends ProcessFunction<RawRecord, DecidedRecord> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeControl.class);

    private transient ControlDecoder decoder;
    private transient RolloutMetrics metrics;

    @Override
    public void open(OpenContext context) {
        decoder = new ControlDecoder();
        metrics = PipelineMetrics.of(getRuntimeContext()).rollout();
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<DecidedRecord> out) {
        try {
            decoder.decode(record).ifPresent(out::collect);
        } catch (RuntimeException unreadable) {
            Failure failure = Failure.of(unreadable);
            metrics.decisionIgnored(failure.reasonClass());
            LOG.warn(
                    "Record {}-{}@{} is not followed: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    failure.message());
        }
    }
}

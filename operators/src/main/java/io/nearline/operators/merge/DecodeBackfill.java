package io.nearline.operators.merge;

import io.nearline.operators.admit.Arrival;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.record.RawRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Turns the records of backfills into arrivals at the first gate. */
public final class DecodeBackfill extends ProcessFunction<RawRecord, Arrival> {

    private static final long serialVersionUID = 1L;

    private transient BackfillDecoder decoder;
    private transient DeadLetters deadLetters;

    @Override
    public void open(OpenContext context) {
        decoder = new BackfillDecoder();
        deadLetters = DeadLetters.of(getRuntimeContext(), PipelineMetrics.of(getRuntimeContext()));
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Arrival> out) {
        Arrival arrival;
        try {
            arrival = decoder.decode(record);
        } catch (RuntimeException undecodable) {
            context.output(DeadLetters.TAG, deadLetters.write(Stage.DECODE, record, undecodable));
            return;
        }
        out.collect(arrival);
    }
}

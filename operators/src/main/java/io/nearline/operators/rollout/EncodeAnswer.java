package io.nearline.operators.rollout;

import io.nearline.operators.record.EncodedRecord;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Turns the job's answers into records of the index-control topic. */
public final class EncodeAnswer extends ProcessFunction<RolloutAnswer, EncodedRecord> {

    private static final long serialVersionUID = 1L;

    private transient AnswerEncoder encoder;

    @Override
    public void open(OpenContext context) {
        encoder =
                new AnswerEncoder(
                        getRuntimeContext().getJobInfo().getJobId().toHexString(),
                        Clock.systemUTC());
    }

    @Override
    public void processElement(
            RolloutAnswer answer, Context context, Collector<EncodedRecord> out) {
        out.collect(encoder.encode(answer));
    }
}

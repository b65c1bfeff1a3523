package io.nearline.operators.backfill;

import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.recall.EmbeddedPost;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Parts vectors from failures: what the second gate does in the live job, without its memory. */
public final class SettleOutcome extends ProcessFunction<EmbeddingOutcome, EmbeddedPost> {

    private static final long serialVersionUID = 1L;

    private transient DeadLetters deadLetters;

    @Override
    public void open(OpenContext context) {
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics, Stage.EMBED);
    }

    @Override
    public void processElement(
            EmbeddingOutcome outcome, Context context, Collector<EmbeddedPost> out) {
        for (ModelOutcome result : outcome.results()) {
            if (result.failure() != null) {
                context.output(
                        DeadLetters.TAG,
                        deadLetters.write(
                                Stage.EMBED,
                                outcome.version().record(),
                                result.task().model().name(),
                                result.failure()));
            } else {
                context.output(Tally.TAG, Tally.tokens(result.tokens()));
                out.collect(EmbeddedPost.of(outcome, result));
            }
        }
    }
}

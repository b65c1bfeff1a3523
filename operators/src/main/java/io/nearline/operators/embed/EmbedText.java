package io.nearline.operators.embed;

import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.metrics.PipelineMetrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Embeds the texts that need it. Use with ordered wait, so that a delete cannot overtake the embed
 * of an earlier revision. Safe to call again for a record replayed from a checkpoint.
 */
public final class EmbedText extends RichAsyncFunction<AdmittedPost, EmbeddingOutcome> {

    private static final long serialVersionUID = 1L;

    private static final Failure TIMED_OUT =
            new Failure(
                    "EmbeddingTimedOut",
                    "no vector within nearline.embed.timeout; replay it, and if this repeats raise"
                            + " the timeout above nearline.embed.capacity / throughput",
                    true);

    private final ArrayList<ServedModel> models;
    private transient PostEmbedder embedder;

    /** Embeds with each of the models. */
    public EmbedText(List<ServedModel> models) {
        this.models = new ArrayList<>(models);
    }

    @Override
    public void open(OpenContext context) {
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        embedder = new PostEmbedder(Clock.systemUTC());
        for (ServedModel model : models) {
            embedder.serve(model, metrics.model(model.id().name()));
        }
    }

    @Override
    public void asyncInvoke(AdmittedPost post, ResultFuture<EmbeddingOutcome> result) {
        if (post.tasks().stream().noneMatch(task -> task.action() == Action.EMBED)) {
            result.complete(Set.of(PostEmbedder.passed(post)));
            return;
        }
        var unused =
                embedder.embed(post)
                        .whenComplete((outcome, fatal) -> complete(result, outcome, fatal));
    }

    private static void complete(
            ResultFuture<EmbeddingOutcome> result, EmbeddingOutcome outcome, Throwable fatal) {
        if (fatal == null) {
            result.complete(Set.of(outcome));
        } else {
            result.completeExceptionally(fatal);
        }
    }

    @Override
    public void timeout(AdmittedPost post, ResultFuture<EmbeddingOutcome> result) {
        result.complete(Set.of(PostEmbedder.timedOut(post, TIMED_OUT)));
    }

    @Override
    public void close() {
        if (embedder != null) {
            embedder.close();
        }
    }
}

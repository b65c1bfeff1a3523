package io.nearline.operators.embed;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.model.ModelRef;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Embeds the texts that need it. Use with unordered wait: it keeps the order of each post itself,
 * and no post waits for the long text of another (docs/decisions/0019-order-per-post.md). Use
 * without a time-out of Flink's, which would give up texts that only wait: the engine bounds each
 * run of the model, and fails the job when the machine has failed
 * (docs/decisions/0021-failures-of-the-machine.md). Safe to call again for a record replayed from a
 * checkpoint. The more is in the model, the longer the bursts in which outcomes go on:
 * docs/decisions/0017-bursts-on-the-way.md.
 */
public final class EmbedText extends RichAsyncFunction<AdmittedPost, EmbeddingOutcome> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<ServedModel> models;
    private final ModelOpener opener;
    private final EmbedLimits limits;
    private transient PostEmbedder embedder;
    private transient OutcomeBursts bursts;
    private transient PostOrder order;
    private transient BytesInFlight inFlight;

    /** Embeds with these models and no other. */
    public EmbedText(List<ServedModel> models, EmbedLimits limits) {
        this(models, EmbedText::refuse, limits);
    }

    /**
     * @param models models to open at once: the job cannot do without them
     * @param opener opens any other model that a task names
     * @param limits what one subtask bears
     */
    public EmbedText(List<ServedModel> models, ModelOpener opener, EmbedLimits limits) {
        this.models = new ArrayList<>(models);
        this.opener = opener;
        this.limits = limits;
    }

    @Override
    public void open(OpenContext context) {
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        Clock clock = Clock.systemUTC();
        ClassLoader classLoader = getRuntimeContext().getUserCodeClassLoader();
        bursts = new OutcomeBursts();
        order = new PostOrder();
        inFlight = new BytesInFlight(limits.bytesInFlight());
        JoinedModels joined =
                new JoinedModels(opener, metrics, clock, limits.openTimeout(), classLoader);
        embedder = new PostEmbedder(joined, clock);
        for (ServedModel model : models) {
            embedder.serve(model, metrics.model(model.id().name()));
        }
    }

    @Override
    public void asyncInvoke(AdmittedPost post, ResultFuture<EmbeddingOutcome> result)
            throws InterruptedException {
        embedder.retainOnly(post);
        inFlight.enter(post.post().weight());
        order.begin(postId(post), result);
        if (post.tasks().stream().noneMatch(task -> task.action() == Action.EMBED)) {
            deliver(post, result, PostEmbedder.passed(post));
            return;
        }
        bursts.begin();
        var unused =
                embedder.embed(post)
                        .whenComplete(
                                (outcome, fatal) -> {
                                    if (fatal == null) {
                                        finish(post, result, outcome);
                                    } else {
                                        fail(result, fatal);
                                    }
                                });
    }

    private void finish(
            AdmittedPost post, ResultFuture<EmbeddingOutcome> result, EmbeddingOutcome outcome) {
        Runnable deliver = () -> deliver(post, result, outcome);
        try {
            if (outcome.hasFailure()) {
                bursts.finishAll(deliver);
            } else {
                bursts.finish(deliver);
            }
        } catch (RuntimeException | Error e) {
            // Of any of the posts that went on with this one: nobody else would hear of it.
            fail(result, e);
        }
    }

    private void deliver(
            AdmittedPost post, ResultFuture<EmbeddingOutcome> result, EmbeddingOutcome outcome) {
        order.finish(postId(post), result, () -> complete(post, result, outcome));
    }

    private void complete(
            AdmittedPost post, ResultFuture<EmbeddingOutcome> result, EmbeddingOutcome outcome) {
        try {
            result.complete(Set.of(outcome));
        } finally {
            inFlight.leave(post.post().weight());
        }
    }

    /** Past all that is held: it ends the job. Says nothing that an unknown failure says. */
    private static void fail(ResultFuture<EmbeddingOutcome> result, Throwable fatal) {
        Throwable cause =
                fatal instanceof CompletionException && fatal.getCause() != null
                        ? fatal.getCause()
                        : fatal;
        result.completeExceptionally(
                cause instanceof EmbeddingException
                        ? cause
                        : MachineFailedException.withoutMessageOf(cause, "the embed stage"));
    }

    private static String postId(AdmittedPost post) {
        return post.post().version().postId();
    }

    private static Embedder refuse(ModelRef model) {
        throw new ModelRejectedException(
                """
                this job embeds only with the models that it was submitted with, not with %s; name \
                it when you submit the job\
                """
                        .formatted(model.name()));
    }

    @Override
    public void close() {
        if (embedder != null) {
            embedder.close();
        }
    }
}

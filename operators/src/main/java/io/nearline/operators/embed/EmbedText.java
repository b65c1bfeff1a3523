package io.nearline.operators.embed;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.ModelRef;
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
 * Embeds the texts that need it. Use with unordered wait: it keeps the order of each post itself,
 * and no post waits for the long text of another (docs/decisions/0019-order-per-post.md). Safe to
 * call again for a record replayed from a checkpoint. The more is in the model, the longer the
 * bursts in which outcomes go on: docs/decisions/0017-bursts-on-the-way.md.
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
    private final ModelOpener opener;
    private transient PostEmbedder embedder;
    private transient OutcomeBursts bursts;
    private transient PostOrder order;

    /** Embeds with these models and no other. */
    public EmbedText(List<ServedModel> models) {
        this(models, EmbedText::refuse);
    }

    /**
     * @param models models to open at once: the job cannot do without them
     * @param opener opens any other model that a task names
     */
    public EmbedText(List<ServedModel> models, ModelOpener opener) {
        this.models = new ArrayList<>(models);
        this.opener = opener;
    }

    @Override
    public void open(OpenContext context) {
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        Clock clock = Clock.systemUTC();
        ClassLoader classLoader = getRuntimeContext().getUserCodeClassLoader();
        bursts = new OutcomeBursts();
        order = new PostOrder();
        embedder = new PostEmbedder(new JoinedModels(opener, metrics, clock, classLoader), clock);
        for (ServedModel model : models) {
            embedder.serve(model, metrics.model(model.id().name()));
        }
    }

    @Override
    public void asyncInvoke(AdmittedPost post, ResultFuture<EmbeddingOutcome> result) {
        embedder.keepNamed(post);
        order.begin(postId(post), result);
        if (post.tasks().stream().noneMatch(task -> task.action() == Action.EMBED)) {
            deliver(post, result, PostEmbedder.passed(post));
            return;
        }
        bursts.begin();
        var unused =
                embedder.embed(post)
                        .whenComplete(
                                (outcome, fatal) ->
                                        bursts.finish(
                                                fatal == null
                                                        ? () -> deliver(post, result, outcome)
                                                        : () -> fail(post, result, fatal)));
    }

    @Override
    public void timeout(AdmittedPost post, ResultFuture<EmbeddingOutcome> result) {
        // The model hangs, so nobody may come who releases what is held; it may be this post's.
        bursts.release();
        deliver(post, result, PostEmbedder.timedOut(post, TIMED_OUT));
    }

    private void deliver(
            AdmittedPost post, ResultFuture<EmbeddingOutcome> result, EmbeddingOutcome outcome) {
        order.finish(postId(post), result, () -> result.complete(Set.of(outcome)));
    }

    private void fail(AdmittedPost post, ResultFuture<EmbeddingOutcome> result, Throwable fatal) {
        order.finish(postId(post), result, () -> result.completeExceptionally(fatal));
    }

    private static String postId(AdmittedPost post) {
        return post.post().version().postId();
    }

    private static Embedder refuse(ModelRef model) {
        throw new ModelRejectedException(
                "this job embeds only with the models that it was submitted with, not with "
                        + model.name()
                        + "; name it when you submit the job");
    }

    @Override
    public void close() {
        if (embedder != null) {
            embedder.close();
        }
    }
}

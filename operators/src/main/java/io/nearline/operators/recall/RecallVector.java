package io.nearline.operators.recall;

import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.retry.RetryPolicy;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what is newer than what the topic reflects, whoever made it. Keyed by post id, and
 * really re-keyed: after a rescale, records in flight in the async operator come from any subtask.
 */
public final class RecallVector
        extends KeyedProcessFunction<String, EmbeddingOutcome, EmbeddedPost> {

    private static final long serialVersionUID = 1L;

    private static final Failure NOT_IN_STATE =
            new Failure(
                    "VectorNotInState",
                    """
                    the text is unchanged but its vector did not come by within \
                    nearline.recall.pending-timeout; replay it, which embeds it \
                    anew\
                    """,
                    true);

    private final RecallTimes times;
    private final RetryPolicy retries;
    private final boolean carriesOutputs;
    private transient PublishedOutputs outputs;
    private transient MapState<String, PublishedVector> published;
    private transient PendingReuses pending;
    private transient DueTombstones tombstones;
    private transient DeadLetters deadLetters;
    private transient RecallCounters counters;

    /** As the other, of a job that carries no further vectors. */
    public RecallVector(RecallTimes times, RetryPolicy retries) {
        this(times, retries, List.of());
    }

    /**
     * @param times how long it waits for what
     * @param retries what the job tries again by itself
     * @param outputs names of the further vectors that the job carries
     */
    public RecallVector(RecallTimes times, RetryPolicy retries, List<String> outputs) {
        this.times = times;
        this.retries = retries;
        this.carriesOutputs = !outputs.isEmpty();
    }

    @Override
    public void open(OpenContext context) {
        published = getRuntimeContext().getMapState(RecallState.published(times.timeToLive()));
        outputs =
                carriesOutputs
                        ? PublishedOutputs.in(
                                getRuntimeContext()
                                        .getMapState(RecallState.outputs(times.timeToLive())))
                        : PublishedOutputs.none();
        pending =
                new PendingReuses(
                        getRuntimeContext().getMapState(RecallState.pending()),
                        times.pendingTimeout());
        tombstones =
                new DueTombstones(
                        getRuntimeContext().getMapState(RecallState.DUE_TOMBSTONES),
                        times.tombstoneAfter());
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics, Stage.EMBED, Stage.RECALL);
        counters = new RecallCounters(metrics);
    }

    /** The further vectors that an open function holds of the current post. */
    PublishedOutputs outputs() {
        return outputs;
    }

    /** Tells an open function that no revision waits in its state. */
    void noneWaits() {
        pending.noneWaits();
    }

    /**
     * Tells an open function when the job has started, in milliseconds since the epoch: what it
     * publishes again it has published by {@link RecallTimes#pendingTimeout} later.
     */
    void startedAt(long time) {
        tombstones.noneBefore(time + times.pendingTimeout().toMillis());
    }

    /**
     * Gives each delete of the current post a tombstone that has none due, and remembers the delete
     * as long again, for it must be known for longer.
     */
    void addMissingTombstones(TimerService timers) throws Exception {
        Map<String, PublishedVector> deletes = new HashMap<>();
        for (Map.Entry<String, PublishedVector> entry : published.entries()) {
            if (entry.getValue().isDelete() && tombstones.addIfNone(entry.getKey(), timers)) {
                deletes.put(entry.getKey(), entry.getValue());
            }
        }
        published.putAll(deletes);
    }

    @Override
    public void processElement(
            EmbeddingOutcome outcome, Context context, Collector<EmbeddedPost> out)
            throws Exception {
        Set<PublishDecision> decisions = EnumSet.noneOf(PublishDecision.class);
        for (ModelOutcome result : outcome.results()) {
            decisions.add(apply(outcome, result, context, out));
        }
        if (outcome.version().origin() != Origin.LIVE) {
            keepAll();
        }
        counters.count(outcome.version(), decisions);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<EmbeddedPost> out)
            throws Exception {
        pending.takeOverdue(timestamp)
                .forEach((modelName, waiting) -> giveUp(modelName, waiting, NOT_IN_STATE, context));
        for (String modelName : tombstones.takeDue(timestamp, context.timerService())) {
            PublishedVector known = published.get(modelName);
            // A newer revision may hold the key by now; and what is forgotten might.
            if (known != null && known.isDelete()) {
                out.collect(
                        EmbeddedPost.tombstone(
                                context.getCurrentKey(), known.revision(), modelName));
            }
        }
    }

    private PublishDecision apply(
            EmbeddingOutcome outcome,
            ModelOutcome result,
            Context context,
            Collector<EmbeddedPost> out)
            throws Exception {
        String modelName = result.task().model().name();
        PublishedVector known = published.get(modelName);
        PublishDecision decision = RecallPolicy.decide(known, outcome, result);
        switch (decision) {
            case PUBLISH_NEW -> publish(EmbeddedPost.of(outcome, result), out);
            case PUBLISH_DELETE -> {
                publish(EmbeddedPost.of(outcome, result), out);
                tombstones.add(modelName, context.timerService());
            }
            case PUBLISH_STORED ->
                    republish(Objects.requireNonNull(known), outcome.version(), modelName, out);
            case UNCHANGED -> {
                published.put(
                        modelName, Objects.requireNonNull(known).confirmedBy(outcome.version()));
                outputs.keep(modelName);
            }
            case WAIT -> await(outcome, result, context);
            case FAIL -> {
                context.output(
                        DeadLetters.TAG,
                        deadLetters.write(
                                Stage.EMBED,
                                outcome.version().record(),
                                modelName,
                                Objects.requireNonNull(result.failure())));
                keep(modelName, known);
            }
            case STALE -> keep(modelName, known);
        }
        settlePending(outcome, result, decision, context, out);
        return decision;
    }

    private void publish(EmbeddedPost post, Collector<EmbeddedPost> out) throws Exception {
        published.put(post.modelName(), PublishedVector.of(post));
        outputs.put(post.modelName(), post.outputs());
        out.collect(post);
    }

    private void republish(
            PublishedVector known,
            PostRevision version,
            String modelName,
            Collector<EmbeddedPost> out)
            throws Exception {
        publish(known.republishedFor(version, modelName, outputs.of(modelName)), out);
    }

    private void await(EmbeddingOutcome outcome, ModelOutcome result, Context context)
            throws Exception {
        if (pending.add(outcome, result, context.timerService())) {
            counters.superseded();
        }
    }

    /** Looks whether what just happened is what a waiting revision waited for. */
    private void settlePending(
            EmbeddingOutcome outcome,
            ModelOutcome result,
            PublishDecision decision,
            Context context,
            Collector<EmbeddedPost> out)
            throws Exception {
        String modelName = result.task().model().name();
        PendingReuse waiting = decision == PublishDecision.WAIT ? null : pending.of(modelName);
        if (waiting == null) {
            return;
        }
        PublishedVector known = published.get(modelName);
        if (known != null && waiting.version().revision() <= known.revision()) {
            counters.superseded();
            pending.remove(modelName);
            return;
        }
        if (known != null
                && RecallPolicy.holds(known, waiting.contentHash(), waiting.modelDigest())) {
            // Also if it changes nothing: what lies between may be on the topic since before.
            republish(known, waiting.version(), modelName, out);
            pending.remove(modelName);
        } else if (decision == PublishDecision.FAIL
                && Arrays.equals(waiting.contentHash(), outcome.contentHash())) {
            Failure failure = Objects.requireNonNull(result.failure());
            int attempt = Attempts.before(outcome.version().record().headers()) + 1;
            if (isTriedAgain(failure, attempt)) {
                pending.afterFailed(modelName, waiting, attempt);
            } else {
                giveUp(modelName, waiting.afterFailed(attempt), notMade(failure), context);
                pending.remove(modelName);
            }
        }
    }

    /** Then the vector may still come, and what waits for it is right at once. */
    private boolean isTriedAgain(Failure failure, int attempt) {
        return failure.retryable() && retries.triesAgainAfter(attempt);
    }

    private static Failure notMade(Failure failure) {
        return new Failure(
                NOT_IN_STATE.reasonClass(),
                """
                the text is unchanged but its vector could not be made: %s; \
                replay it once the cause is gone, which embeds it anew\
                """
                        .formatted(failure.reasonClass()),
                failure.retryable());
    }

    private void giveUp(String modelName, PendingReuse waiting, Failure why, Context context) {
        context.output(
                DeadLetters.TAG,
                deadLetters.write(
                        Stage.RECALL,
                        waiting.version().record(),
                        modelName,
                        why,
                        waiting.attemptsMade()));
    }

    /**
     * The first gate has just remembered the post anew, so the vector must be kept as long again,
     * or a later reuse would not find it.
     */
    private void keep(String modelName, @Nullable PublishedVector known) throws Exception {
        if (known != null) {
            published.put(modelName, known);
            outputs.keep(modelName);
        }
    }

    /**
     * A merge, and a replay for some models, makes the first gate remember the post with all models
     * that have its text.
     */
    private void keepAll() throws Exception {
        Map<String, PublishedVector> all = new HashMap<>();
        for (Map.Entry<String, PublishedVector> entry : published.entries()) {
            all.put(entry.getKey(), entry.getValue());
        }
        published.putAll(all);
        outputs.keepAll();
    }
}

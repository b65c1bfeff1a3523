package io.nearline.operators.embed;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingTimedOutException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.UnhealthyVectorException;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.metrics.ModelMetrics;
import io.nearline.operators.metrics.ModelMetrics.EmbeddingMeter;
import io.nearline.operators.model.ModelRef;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Embeds a post with every model that has to, and turns each failure into a value. Owns its
 * embedders: those of the models that the job was configured with, and those that joined it.
 */
final class PostEmbedder implements AutoCloseable {

    private static final Failure NOT_SERVED =
            new Failure(
                    "ModelNotServed",
                    "the job no longer serves this model; nothing is missing for the others",
                    false);

    /** Name of the reason, a part of the contract. */
    private static final String TIMED_OUT = "EmbeddingTimedOut";

    private final Map<String, Embedder> configured = new HashMap<>();
    private final Map<String, Serving> byModel = new HashMap<>();
    private final JoinedModels joined;
    private final Clock clock;

    PostEmbedder(JoinedModels joined, Clock clock) {
        this.joined = joined;
        this.clock = clock;
    }

    /**
     * Opens a configured model; fails if the machine has another bundle than the job was submitted
     * with, or if a model of this name serves already.
     */
    void serve(ServedModel model, ModelMetrics metrics) {
        requireNewName(model.id());
        Embedder embedder = model.provider().open();
        configured.put(model.id().name(), embedder);
        byModel.put(
                model.id().name(),
                new Serving(
                        ModelRef.configured(model.id()),
                        embedder::embed,
                        metrics,
                        metrics.embeddings()));
        if (!embedder.model().equals(model.id())) {
            throw new IllegalStateException(
                    """
                    the job was submitted with %s but this task manager has %s; \
                    give every machine the same bundle, or submit the job again\
                    """
                            .formatted(model.id(), embedder.model()));
        }
        metrics.serving(model.id().digest());
    }

    private void requireNewName(ModelId model) {
        Embedder known = configured.get(model.name());
        if (known != null) {
            throw new IllegalStateException(
                    """
                    two models have the name %s, one with digest %s and one with %s: vectors are \
                    kept by post and name, so package one of them under another name\
                    """
                            .formatted(model.name(), known.model().digest(), model.digest()));
        }
    }

    /** Lets go of joined models that no post asks for any more. */
    void retainOnly(AdmittedPost admitted) {
        joined.retainOnly(admitted.tasks());
    }

    /**
     * The outcome; fails, as soon as one model does, only if the machine has failed for a
     * configured model.
     */
    CompletableFuture<EmbeddingOutcome> embed(AdmittedPost admitted) {
        EmbeddableText text = EmbeddableText.passage(admitted.post().text());
        List<CompletableFuture<ModelOutcome>> attempts = new ArrayList<>(admitted.tasks().size());
        for (ModelTask task : admitted.tasks()) {
            attempts.add(
                    task.action() == Action.EMBED
                            ? attempt(task, text)
                            : CompletableFuture.completedFuture(ModelOutcome.passed(task)));
        }
        CompletableFuture<EmbeddingOutcome> outcome =
                CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                        .thenApply(
                                done ->
                                        outcome(
                                                admitted,
                                                attempts.stream()
                                                        .map(CompletableFuture::join)
                                                        .toList()));
        if (attempts.size() > 1) {
            attempts.forEach(attempt -> failWith(attempt, outcome));
        }
        return outcome;
    }

    /** At once: the other models may take long, or hang on the same machine. */
    private static void failWith(
            CompletableFuture<ModelOutcome> attempt, CompletableFuture<EmbeddingOutcome> outcome) {
        var unused =
                attempt.whenComplete(
                        (result, fatal) -> {
                            if (fatal != null) {
                                outcome.completeExceptionally(fatal);
                            }
                        });
    }

    /** The outcome of a post that no model has to embed. */
    static EmbeddingOutcome passed(AdmittedPost admitted) {
        return outcome(admitted, admitted.tasks().stream().map(ModelOutcome::passed).toList());
    }

    private CompletableFuture<ModelOutcome> attempt(ModelTask task, EmbeddableText text) {
        Serving serving = serving(task.model());
        if (serving == null) {
            return CompletableFuture.completedFuture(ModelOutcome.failed(task, NOT_SERVED));
        }
        return serving.model
                .apply(text)
                .handle(
                        (embedding, error) ->
                                error == null
                                        ? succeeded(task, serving, embedding)
                                        : failed(task, serving, error));
    }

    /**
     * Whoever serves under the model's name now: after a restart the job may have another bundle of
     * that name. Null for a model that was taken out of the configuration while the post was in
     * flight.
     */
    private @Nullable Serving serving(ModelRef model) {
        Serving own = byModel.get(model.name());
        if (own != null || model.bundleUri() == null) {
            return own;
        }
        JoinedModels.Joined member = joined.get(model);
        return new Serving(
                model, member.model()::embed, member.meters().metrics(), member.meters().meter());
    }

    private ModelOutcome succeeded(ModelTask task, Serving serving, Embedding embedding) {
        serving.meter.add(embedding);
        return ModelOutcome.embedded(serving.ran(task), embedding, clock.millis());
    }

    private static ModelOutcome failed(ModelTask task, Serving serving, Throwable error) {
        Throwable cause =
                error instanceof CompletionException && error.getCause() != null
                        ? error.getCause()
                        : error;
        if (cause instanceof MachineFailedException fatal) {
            throw fatal;
        }
        if (cause instanceof Error unknown) {
            throw MachineFailedException.withoutMessageOf(unknown, "the model");
        }
        if (cause instanceof UnhealthyVectorException unhealthy) {
            serving.metrics.unhealthy(unhealthy.defect());
        }
        Failure failure =
                cause instanceof EmbeddingTimedOutException
                        ? new Failure(TIMED_OUT, Failure.of(cause).message(), true)
                        : Failure.of(cause);
        serving.metrics.failed(failure.reasonClass());
        return ModelOutcome.failed(task, failure);
    }

    private static EmbeddingOutcome outcome(AdmittedPost admitted, List<ModelOutcome> results) {
        return new EmbeddingOutcome(
                admitted.post().version(),
                admitted.post().contentHash(),
                admitted.post().cut(),
                results,
                admitted.supersedes());
    }

    @Override
    public void close() {
        List<Runnable> closings = new ArrayList<>();
        configured.values().forEach(embedder -> closings.add(embedder::close));
        closings.add(joined::close);
        configured.clear();
        InTurn.run(closings);
    }

    /**
     * A model that is open here.
     *
     * @param ref which it is
     */
    private record Serving(
            ModelRef ref,
            Function<EmbeddableText, CompletableFuture<Embedding>> model,
            ModelMetrics metrics,
            EmbeddingMeter meter) {

        /** The task that was done: it names the bundle that made the vector. */
        ModelTask ran(ModelTask task) {
            return task.model().digest().equals(ref.digest())
                    ? task
                    : ModelTask.of(ref, task.action());
        }
    }
}

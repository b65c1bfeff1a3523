package io.nearline.operators.embed;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.UnhealthyVectorException;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.ModelRef;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.metrics.ModelMetrics;
import io.nearline.operators.metrics.ModelMetrics.EmbeddingMeter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

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
     * with.
     */
    void serve(ServedModel model, ModelMetrics metrics) {
        Embedder embedder = model.provider().open();
        configured.put(model.id().name(), embedder);
        byModel.put(model.id().name(), new Serving(embedder::embed, metrics, metrics.embeddings()));
        if (!embedder.model().equals(model.id())) {
            throw new IllegalStateException(
                    "the job was submitted with "
                            + model.id()
                            + " but this task manager has "
                            + embedder.model()
                            + "; give every machine the same bundle, or submit the job again");
        }
        metrics.serving(model.id().digest());
    }

    /** Lets go of joined models that no post asks for any more. */
    void keepNamed(AdmittedPost admitted) {
        joined.keepNamed(admitted.tasks());
    }

    CompletableFuture<EmbeddingOutcome> embed(AdmittedPost admitted) {
        EmbeddableText text = EmbeddableText.passage(admitted.post().text());
        List<CompletableFuture<ModelOutcome>> attempts = new ArrayList<>(admitted.tasks().size());
        for (ModelTask task : admitted.tasks()) {
            attempts.add(
                    task.action() == Action.EMBED
                            ? attempt(task, text)
                            : CompletableFuture.completedFuture(ModelOutcome.passed(task)));
        }
        return CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                .thenApply(
                        done ->
                                outcome(
                                        admitted,
                                        attempts.stream().map(CompletableFuture::join).toList()));
    }

    /** The outcome if nothing came back in time. */
    static EmbeddingOutcome timedOut(AdmittedPost admitted, Failure failure) {
        return withoutVectors(
                admitted,
                task ->
                        task.action() == Action.EMBED
                                ? ModelOutcome.failed(task, failure)
                                : ModelOutcome.passed(task));
    }

    /** The outcome of a post that no model has to embed. */
    static EmbeddingOutcome passed(AdmittedPost admitted) {
        return withoutVectors(admitted, ModelOutcome::passed);
    }

    private static EmbeddingOutcome withoutVectors(
            AdmittedPost admitted, Function<ModelTask, ModelOutcome> result) {
        return outcome(admitted, admitted.tasks().stream().map(result).toList());
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

    /** Null for a model that was taken out of the configuration while the post was in flight. */
    private Serving serving(ModelRef model) {
        if (model.bundleUri() == null) {
            return byModel.get(model.name());
        }
        JoinedModels.Joined member = joined.get(model);
        return new Serving(
                member.model()::embed, member.meters().metrics(), member.meters().meter());
    }

    private ModelOutcome succeeded(ModelTask task, Serving serving, Embedding embedding) {
        serving.meter.add(embedding);
        return ModelOutcome.embedded(task, embedding, clock.millis());
    }

    private static ModelOutcome failed(ModelTask task, Serving serving, Throwable error) {
        Throwable cause =
                error instanceof CompletionException && error.getCause() != null
                        ? error.getCause()
                        : error;
        if (cause instanceof Error fatal) {
            throw fatal;
        }
        if (cause instanceof UnhealthyVectorException unhealthy) {
            serving.metrics.unhealthy(unhealthy.defect());
        }
        Failure failure = Failure.of(cause);
        serving.metrics.failed(failure.reasonClass());
        return ModelOutcome.failed(task, failure);
    }

    private static EmbeddingOutcome outcome(AdmittedPost admitted, List<ModelOutcome> results) {
        return new EmbeddingOutcome(
                admitted.post().version(),
                admitted.post().contentHash(),
                admitted.post().cut(),
                results);
    }

    @Override
    public void close() {
        configured.values().forEach(Embedder::close);
        configured.clear();
        joined.close();
    }

    private record Serving(
            Function<EmbeddableText, CompletableFuture<Embedding>> model,
            ModelMetrics metrics,
            EmbeddingMeter meter) {}
}

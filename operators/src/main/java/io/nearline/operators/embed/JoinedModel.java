package io.nearline.operators.embed;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.operators.admit.ModelRef;
import io.nearline.operators.deadletter.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.flink.metrics.Counter;

/**
 * A model that came to the running job: opened with its first text, away from the caller, and
 * closed after its last. While it cannot be opened every text fails, retryably; it is tried again
 * with growing pauses. Safe for use by many threads.
 */
final class JoinedModel {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ModelRef model;
    private final ModelOpener opener;
    private final Executor executor;
    private final Clock clock;
    private final Counter openFailures;
    private CompletableFuture<Embedder> opening;
    private Duration pause = FIRST_PAUSE;
    private long nextAttempt;
    private int inFlight;
    private boolean leaving;

    /**
     * @param executor where it is opened and closed: one thread, so that neither overtakes
     */
    JoinedModel(
            ModelRef model,
            ModelOpener opener,
            Executor executor,
            Clock clock,
            Counter openFailures) {
        this.model = model;
        this.opener = opener;
        this.executor = executor;
        this.clock = clock;
        this.openFailures = openFailures;
    }

    ModelRef model() {
        return model;
    }

    synchronized boolean isOpen() {
        return opening != null && opening.isDone() && !opening.isCompletedExceptionally();
    }

    /** As {@link Embedder#embed}; not to be called after {@link #leave}. */
    CompletableFuture<Embedding> embed(EmbeddableText text) {
        return enter().thenCompose(embedder -> embedder.embed(text))
                .whenComplete((embedding, failure) -> exit());
    }

    /** Closes the model once the texts that it was given have their vectors. */
    synchronized void leave() {
        leaving = true;
        closeIfDone();
    }

    /** Closes the model whatever it is doing; if it is being opened, as soon as it is. */
    synchronized void abandon() {
        leaving = true;
        if (opening != null) {
            var unused = opening.thenAccept(Embedder::close);
            opening = null;
        }
    }

    private synchronized CompletableFuture<Embedder> enter() {
        inFlight++;
        boolean failed = opening != null && opening.isCompletedExceptionally();
        if (opening == null || (failed && clock.millis() >= nextAttempt)) {
            opening = CompletableFuture.supplyAsync(this::open, executor);
        }
        return opening;
    }

    private synchronized void exit() {
        inFlight--;
        closeIfDone();
    }

    private void closeIfDone() {
        if (leaving && inFlight == 0 && opening != null) {
            // Not here: this may be a thread of the engine, which closing waits for.
            var unused = opening.thenAcceptAsync(Embedder::close, executor);
            opening = null;
        }
    }

    private Embedder open() {
        try {
            return opener.open(model);
        } catch (RuntimeException e) {
            openFailures.inc();
            waitBeforeNextAttempt();
            throw new RetryableEmbeddingException(
                    "model "
                            + model.name()
                            + " cannot be opened on this machine: "
                            + Failure.of(e).message()
                            + "; replay the post when it serves again",
                    e);
        }
    }

    private synchronized void waitBeforeNextAttempt() {
        nextAttempt = clock.millis() + pause.toMillis();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}

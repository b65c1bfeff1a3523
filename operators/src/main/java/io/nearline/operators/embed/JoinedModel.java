package io.nearline.operators.embed;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.model.ModelRef;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * A model that came to the running job: opened with its first text, away from the caller, and
 * closed after its last. It never fails the job. While it cannot be opened, or takes too long for
 * that, every text fails at once, retryably; a failed opening is tried again with growing pauses. A
 * model that fails on this machine is closed and opened anew likewise, which tests it by its golden
 * vectors. Safe for use by many threads.
 */
final class JoinedModel {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ModelRef model;
    private final ModelOpener opener;
    private final Surroundings surroundings;
    private @Nullable CompletableFuture<Embedder> opening;

    /** What texts wait for: follows {@link #opening}, but not for longer than allowed. */
    private CompletableFuture<Embedder> ready = new CompletableFuture<>();

    private Duration pause = FIRST_PAUSE;
    private long nextAttempt;
    private int inFlight;
    private boolean leaving;
    private boolean abandoned;

    /**
     * What all joined models share.
     *
     * @param executor where they are opened and closed: one thread, so that neither overtakes
     * @param delays calls somebody later
     * @param openTimeout how long a text waits for the opening of its model
     */
    record Surroundings(
            Executor executor,
            Delays delays,
            Clock clock,
            Counter openFailures,
            Duration openTimeout) {}

    /** Calls somebody later. */
    @FunctionalInterface
    interface Delays {

        /** Calls {@code action} after {@code delay}, on another thread. */
        void after(Duration delay, Runnable action);
    }

    JoinedModel(ModelRef model, ModelOpener opener, Surroundings surroundings) {
        this.model = model;
        this.opener = opener;
        this.surroundings = surroundings;
    }

    ModelRef model() {
        return model;
    }

    synchronized boolean isOpen() {
        return opening != null && ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** Whether it has left and nothing of it is open or being opened. */
    synchronized boolean isGone() {
        return leaving && opening == null;
    }

    /**
     * As {@link Embedder#embed}, but every failure is one of the text's; not to be called after
     * {@link #leave}.
     */
    CompletableFuture<Embedding> embed(EmbeddableText text) {
        return enter().thenCompose(embedder -> embed(embedder, text)).handle(this::exit);
    }

    /** Closes the model once the texts that it was given have their vectors. */
    synchronized void leave() {
        leaving = true;
        closeIfDone();
    }

    /** Closes the model whatever it is doing; if it is being opened, as soon as it is. */
    synchronized void abandon() {
        leaving = true;
        abandoned = true;
        if (opening != null) {
            var unused = opening.thenAccept(Embedder::close);
            opening = null;
        }
    }

    private CompletableFuture<Embedding> embed(Embedder embedder, EmbeddableText text) {
        CompletableFuture<Embedding> vector = embedder.embed(text);
        return vector.whenComplete(
                (embedding, failure) -> {
                    if (failure instanceof MachineFailedException) {
                        discard(embedder);
                    }
                });
    }

    private synchronized CompletableFuture<Embedder> enter() {
        inFlight++;
        boolean failed = opening != null && opening.isCompletedExceptionally();
        if (opening == null || (failed && surroundings.clock().millis() >= nextAttempt)) {
            start();
        }
        return ready;
    }

    private void start() {
        CompletableFuture<Embedder> attempt =
                CompletableFuture.supplyAsync(this::open, surroundings.executor());
        CompletableFuture<Embedder> waitedFor = attempt.copy();
        opening = attempt;
        ready = waitedFor;
        surroundings
                .delays()
                .after(surroundings.openTimeout(), () -> waitedFor.completeExceptionally(slow()));
        var unused = attempt.thenAccept(embedder -> isOpenAtLast(attempt));
    }

    private synchronized void isOpenAtLast(CompletableFuture<Embedder> attempt) {
        if (opening == attempt) {
            ready = attempt;
        }
    }

    private RetryableEmbeddingException slow() {
        return new RetryableEmbeddingException(
                """
                model %s is not open on this machine within nearline.embed.timeout, which is %s; \
                its texts fail until it is, so replay the post then\
                """
                        .formatted(model.name(), surroundings.openTimeout()));
    }

    private Embedding exit(@Nullable Embedding embedding, @Nullable Throwable failure) {
        synchronized (this) {
            inFlight--;
            closeIfDone();
        }
        if (failure == null) {
            return Objects.requireNonNull(embedding);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        throw cause instanceof EmbeddingException known
                        && !(cause instanceof MachineFailedException)
                ? known
                : failsHere(cause);
    }

    private RetryableEmbeddingException failsHere(Throwable cause) {
        return new RetryableEmbeddingException(
                """
                model %s fails on this machine: %s; it is opened anew after a pause, so replay the \
                post when it serves again\
                """
                        .formatted(model.name(), Failure.of(cause).message()));
    }

    /** Not here: this is a thread of the engine, which closing waits for. */
    private synchronized void discard(Embedder failed) {
        if (opening == null
                || !opening.isDone()
                || opening.isCompletedExceptionally()
                || opening.join() != failed) {
            return;
        }
        var unused = opening.thenAcceptAsync(Embedder::close, surroundings.executor());
        surroundings.openFailures().inc();
        waitBeforeNextAttempt();
        opening =
                CompletableFuture.failedFuture(
                        new RetryableEmbeddingException(
                                """
                                model %s failed on this machine and is opened anew after a \
                                pause; replay the post when it serves again\
                                """
                                        .formatted(model.name())));
        ready = opening;
    }

    private void closeIfDone() {
        if (leaving && inFlight == 0 && opening != null) {
            // Not here: this may be a thread of the engine, which closing waits for.
            var unused = opening.thenAcceptAsync(Embedder::close, surroundings.executor());
            opening = null;
        }
    }

    private Embedder open() {
        try {
            requireWanted();
            Embedder opened = opener.open(model);
            requireDigest(opened);
            return opened;
        } catch (RuntimeException | Error e) {
            surroundings.openFailures().inc();
            waitBeforeNextAttempt();
            throw new RetryableEmbeddingException(
                    """
                    model %s cannot be opened on this machine: %s; replay the post when it serves \
                    again\
                    """
                            .formatted(model.name(), Failure.of(e).message()),
                    e);
        }
    }

    private synchronized void requireWanted() {
        if (abandoned) {
            throw new RetryableEmbeddingException("the job ended before the model was opened");
        }
    }

    private void requireDigest(Embedder opened) {
        if (!opened.model().digest().equals(model.digest())) {
            opened.close();
            throw new ModelRejectedException(
                    "the bundle at %s has digest %s, not %s: publish the bundle that was decided on"
                            .formatted(model.bundleUri(), opened.model().digest(), model.digest()));
        }
    }

    private synchronized void waitBeforeNextAttempt() {
        nextAttempt = surroundings.clock().millis() + pause.toMillis();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}

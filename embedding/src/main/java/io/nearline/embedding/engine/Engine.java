package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.RetryableEmbeddingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model and the threads that compute with it. Owns both. Once the machine has failed it answers
 * nothing any more, and frees the model as soon as no thread is in it. A text's way:
 *
 * <pre>
 *  embed(text)                 answered, or in the model already?
 *     │                        (RepeatedTexts, RecentVectors)
 *     │  no: a Request
 *     ▼
 *  ┌─ WaitingLine ─────────────────────────────────────┐
 *  │  arrived                 tokenized                │  full: the caller blocks
 *  └────┬──────────────────────▲────┬──────────────────┘
 *       │ Step.Tokenize        │    │ Step.Encode: the batch that BatchPolicy chooses
 *       ▼                      │    ▼
 *  ┌─ Worker, one per core ────┴───────────────────────┐  InHand: its step, and the run that goes on
 *  │  TextEncoder.tokenize         BatchRunner:        │
 *  │                               TextEncoder.encode, │
 *  │                               halves on failure   │
 *  └─────────────────────────────────────┬─────────────┘
 *                                        ▼
 *                        the Request's future is complete
 *
 *  RunWatch     takes the step from a worker whose run does not end; what only waited is
 *               tokenised again by another
 *  ModelHealth  judges each failure: the text's, for once, or the machine's
 *  Shutdown     fails everything when it is the machine's; the last worker frees the model
 * </pre>
 *
 * <p>Each of these calls what stands before it here, and none of them calls the engine.
 */
final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /**
     * A batch ends within a second or so. Half of what Flink waits for a cancelled task is left.
     */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Duration closePatience;
    private final WaitingLine line;

    /** None without a cache. */
    private final @Nullable RepeatedTexts repeated;

    private final List<Worker> workers;
    private final Shutdown shutdown;
    private final Pulse pulse;

    /**
     * Takes {@code encoder} over and starts the workers, which inherit the caller's context class
     * loader.
     */
    Engine(String name, TextEncoder encoder, EngineOptions options) {
        this(
                name,
                encoder,
                options,
                Pulse.every(
                        options.runTimeout().dividedBy(RunWatch.TICKS), "nearline-watch-" + name),
                CLOSE_PATIENCE);
    }

    /**
     * @param pulse beats {@link RunWatch#TICKS} times per time-out of a run
     * @param closePatience how long closing waits for runs to end, before it tells them to and once
     *     more afterwards
     */
    Engine(
            String name,
            TextEncoder encoder,
            EngineOptions options,
            Pulse pulse,
            Duration closePatience) {
        this.name = name;
        this.closePatience = closePatience;
        this.pulse = pulse;
        this.line = new WaitingLine(options.maxWaiting(), options.workers(), options.batchPolicy());
        this.repeated =
                options.cacheBytes() == 0 ? null : new RepeatedTexts(line, options.cacheBytes());
        AtomicLong ticks = new AtomicLong();
        List<InHand> inHand =
                Stream.generate(() -> new InHand(ticks::get)).limit(options.workers()).toList();
        this.shutdown = new Shutdown(name, encoder, line, inHand);
        ModelHealth health = new ModelHealth(encoder, shutdown);
        this.workers =
                IntStream.range(0, options.workers())
                        .mapToObj(
                                i ->
                                        new Worker(
                                                "nearline-embed-%s-%d".formatted(name, i),
                                                encoder,
                                                line,
                                                inHand.get(i),
                                                health,
                                                shutdown))
                        .toList();
        start(new RunWatch(name, options.runTimeout(), line, workers, health, shutdown, ticks));
    }

    private void start(RunWatch watch) {
        int started = 0;
        try {
            for (Worker worker : workers) {
                worker.thread().start();
                started++;
            }
            pulse.start(watch::tick);
        } catch (RuntimeException | Error e) {
            line.close(closedFailure());
            for (int i = started; i < workers.size(); i++) {
                shutdown.leave();
            }
            throw e;
        }
    }

    /** See {@link io.nearline.embedding.Embedder#embed}. */
    CompletableFuture<Embedding> embed(EmbeddableText text) {
        return repeated == null ? line.ask(text) : repeated.embed(text);
    }

    /** Whether the machine has failed: then it is of no use to anybody any more. */
    boolean hasFailed() {
        return line.closedFor() instanceof MachineFailedException;
    }

    /** Whether no thread is in the model any more: then its memory is free. */
    boolean isFreed() {
        return shutdown.isFreed();
    }

    /**
     * Fails what waits, lets every worker finish its batch, joins them and frees the model. A
     * worker that hangs is left behind: it frees the model should it ever come back. Call once.
     */
    @Override
    public void close() {
        line.close(closedFailure());
        if (!joinAll()) {
            workers.forEach(Worker::terminateRun);
            if (!joinAll()) {
                LOG.error(
                        "A run of model {} does not end; its thread and its memory stay with this"
                                + " process. End the process if that is too much.",
                        name);
            }
        }
        pulse.close();
    }

    static RetryableEmbeddingException closedFailure() {
        return new RetryableEmbeddingException("the embedder was closed before this text's turn");
    }

    /**
     * Goes on through interrupts: the model must not be freed under a running worker, and a batch
     * ends soon.
     *
     * @return whether all have ended
     */
    private boolean joinAll() {
        long deadline = System.nanoTime() + closePatience.toNanos();
        boolean interrupted = false;
        for (Worker worker : workers) {
            long left = deadline - System.nanoTime();
            while (worker.thread().isAlive() && left > 0) {
                try {
                    // Not 0, which is for ever.
                    worker.thread().join(1 + left / 1_000_000);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = deadline - System.nanoTime();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return workers.stream().noneMatch(worker -> worker.thread().isAlive());
    }
}

package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.EmbeddingTimedOutException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.TokenizingTimedOutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model and the threads that compute with it. Owns both. Once the machine has failed it answers
 * nothing any more, and frees the model as soon as no thread is in it.
 */
final class Engine implements AutoCloseable, RepeatedTexts.Runs, BatchRunner.Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /**
     * A batch ends within a second or so. Half of what Flink waits for a cancelled task is left.
     */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final TextEncoder encoder;
    private final Duration runTimeout;
    private final Duration closePatience;
    private final WaitingLine line;
    private final RepeatedTexts repeated;
    private final ModelHealth health = new ModelHealth();
    private final List<Worker> workers;
    private final AtomicInteger atWork;
    private final RunWatch watch;
    private final Pulse pulse;
    private final AtomicReference<EmbeddingException> stopReason = new AtomicReference<>();

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
        this.encoder = encoder;
        this.runTimeout = options.runTimeout();
        this.closePatience = closePatience;
        this.line = new WaitingLine(options.maxWaiting(), options.workers(), options.batchPolicy());
        this.repeated =
                options.cacheBytes() == 0 ? null : new RepeatedTexts(this, options.cacheBytes());
        this.workers = IntStream.range(0, options.workers()).mapToObj(this::worker).toList();
        this.atWork = new AtomicInteger(workers.size());
        this.watch = new RunWatch(workers, encoder::terminate, this::timedOut, this::allHang);
        this.pulse = pulse;
        start();
    }

    /** See {@link io.nearline.embedding.Embedder#embed}. */
    CompletableFuture<Embedding> embed(EmbeddableText text) {
        return repeated == null ? ask(text) : repeated.embed(text);
    }

    @Override
    public CompletableFuture<Embedding> ask(EmbeddableText text) {
        Request request = Request.of(text);
        try {
            if (!line.join(request)) {
                request.fail(stopReason());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.fail(
                    new RetryableEmbeddingException(
                            "interrupted while waiting for room in the line", e));
        }
        return request.answer();
    }

    @Override
    public CompletableFuture<Embedding> askRegardless(EmbeddableText text) {
        Request request = Request.of(text);
        if (!line.squeezeIn(request)) {
            request.fail(stopReason());
        }
        return request.answer();
    }

    /** Whether the machine has failed: then it is of no use to anybody any more. */
    boolean hasFailed() {
        return stopReason.get() instanceof MachineFailedException;
    }

    /** Whether no thread is in the model any more: then its memory is free. */
    boolean isFreed() {
        return atWork.get() == 0;
    }

    /**
     * Fails what waits, lets every worker finish its batch, joins them and frees the model. A
     * worker that hangs is left behind: it frees the model should it ever come back. Call once.
     */
    @Override
    public void close() {
        stopReason.compareAndSet(null, closedFailure());
        stop();
        if (!joinAll()) {
            workers.forEach(worker -> encoder.terminate(worker.thread()));
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

    @Override
    public long now() {
        return watch.now();
    }

    @Override
    public EmbeddingException stopReason() {
        return stopReason.get();
    }

    @Override
    public void fail(MachineFailedException reason) {
        if (stopReason.compareAndSet(null, reason)) {
            LOG.error("Model {} stops: {}", name, reason.getMessage());
            stop();
            // A worker may never come back to answer these.
            workers.forEach(
                    worker ->
                            worker.inHand().unanswered().forEach(request -> request.fail(reason)));
        }
    }

    private void stop() {
        EmbeddingException reason = stopReason();
        line.close().forEach(request -> request.fail(reason));
    }

    private Worker worker(int index) {
        InHand inHand = new InHand();
        BatchRunner runner = new BatchRunner(encoder, inHand, health, this);
        return new Worker(
                "nearline-embed-%s-%d".formatted(name, index), inHand, () -> work(inHand, runner));
    }

    private void start() {
        int started = 0;
        try {
            for (Worker worker : workers) {
                worker.thread().start();
                started++;
            }
            pulse.start(() -> tick(watch));
        } catch (RuntimeException | Error e) {
            stopReason.set(closedFailure());
            line.close();
            for (int i = started; i < workers.size(); i++) {
                leave();
            }
            throw e;
        }
    }

    /** Without the watch a model that hangs would hang the job: if it ends, so does the engine. */
    private void tick(RunWatch watch) {
        try {
            watch.tick();
        } catch (RuntimeException | Error e) {
            fail(MachineFailedException.withoutMessageOf(e, "the watch over the model"));
        }
    }

    private void work(InHand inHand, BatchRunner runner) {
        try {
            Step step = line.next();
            while (!(step instanceof Step.Leave)) {
                inHand.begin(step);
                take(step, inHand, runner);
                step = line.next();
            }
        } catch (RuntimeException | Error e) {
            fail(
                    e instanceof Error error
                            ? MachineFailedException.of(error, "a worker")
                            : new MachineFailedException(
                                    "a worker failed with " + e.getClass().getName()));
        } finally {
            leave();
        }
    }

    private void take(Step step, InHand inHand, BatchRunner runner) {
        if (step instanceof Step.Tokenize tokenize) {
            tokenize(tokenize.requests(), inHand, runner);
        } else if (step instanceof Step.Encode encode) {
            runner.answer(encode.batch());
            inHand.end();
        }
    }

    private void tokenize(List<Request> requests, InHand inHand, BatchRunner runner) {
        List<TokenizedRequest> ready = runner.tokenize(requests);
        if (inHand.end() && !line.bringBack(requests.size(), ready)) {
            ready.forEach(text -> text.request().fail(stopReason()));
        }
    }

    /** The last one out frees the model: no thread is in it any more. */
    private void leave() {
        if (atWork.decrementAndGet() == 0) {
            encoder.close();
        }
    }

    private void timedOut(InHand.Taken taken) {
        LOG.warn("A run of model {} did not end within {}", name, runTimeout);
        EmbeddingException reason =
                taken.step() instanceof Step.Tokenize
                        ? new TokenizingTimedOutException(runTimeout)
                        : new EmbeddingTimedOutException(runTimeout);
        if (!line.takeBack(taken.step(), taken.waiting())) {
            taken.waiting().forEach(request -> request.fail(stopReason()));
        }
        taken.run().forEach(request -> request.fail(reason));
        var unused = health.failed();
    }

    private void allHang() {
        fail(
                new MachineFailedException(
                        """
                        no worker of model %s has ended its run within nearline.embed.timeout, \
                        which is %s: the model hangs on this machine; look at the thread dump of \
                        its nearline-embed threads, or raise the time-out if it is only slow\
                        """
                                .formatted(name, runTimeout)));
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

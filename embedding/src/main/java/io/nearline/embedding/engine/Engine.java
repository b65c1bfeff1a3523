package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EngineOptions;
import io.nearline.embedding.RetryableEmbeddingException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** One model and the threads that compute with it. Owns both. */
final class Engine implements AutoCloseable, RepeatedTexts.Runs {

    private final TextEncoder encoder;
    private final WaitingLine line;
    private final BatchRunner runner;
    private final RepeatedTexts repeated;
    private final List<Thread> workers;
    private volatile boolean stopping;

    /**
     * Takes {@code encoder} over and starts the workers, which inherit the caller's context class
     * loader.
     */
    Engine(String name, TextEncoder encoder, EngineOptions options) {
        this.encoder = encoder;
        this.line = new WaitingLine(options.maxWaiting(), options.workers(), options.batchPolicy());
        this.runner = new BatchRunner(encoder, () -> stopping);
        this.repeated =
                options.cacheBytes() == 0 ? null : new RepeatedTexts(this, options.cacheBytes());
        this.workers =
                IntStream.range(0, options.workers())
                        .mapToObj(i -> worker("nearline-embed-" + name + "-" + i))
                        .toList();
        workers.forEach(Thread::start);
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
                request.fail(closedFailure());
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
            request.fail(closedFailure());
        }
        return request.answer();
    }

    /**
     * Fails what waits, lets every worker finish its batch, joins them and frees the model. Call
     * once.
     */
    @Override
    public void close() {
        stopping = true;
        line.close().forEach(request -> request.fail(closedFailure()));
        joinAll();
        encoder.close();
    }

    static RetryableEmbeddingException closedFailure() {
        return new RetryableEmbeddingException("the embedder was closed before this text's turn");
    }

    private Thread worker(String name) {
        Thread thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        return thread;
    }

    private void work() {
        Step step = line.next();
        while (!(step instanceof Step.Leave)) {
            if (step instanceof Step.Tokenize tokenize) {
                tokenize(tokenize.requests());
            } else if (step instanceof Step.Encode encode) {
                runner.answer(encode.batch());
            }
            step = line.next();
        }
    }

    private void tokenize(List<Request> requests) {
        List<TokenizedRequest> ready = runner.tokenize(requests);
        if (!line.bringBack(ready)) {
            ready.forEach(text -> text.request().fail(closedFailure()));
        }
    }

    /**
     * Goes on through interrupts: the model must not be freed under a running worker, and a batch
     * ends soon.
     */
    private void joinAll() {
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.nearline.embedding.engine;

import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.engine.WaitingLine.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * One thread of an engine. It takes step after step from the line: it tokenises texts and brings
 * them back, or sends a batch through the model.
 */
final class Worker {

    private final TextEncoder encoder;
    private final WaitingLine line;
    private final InHand inHand;
    private final ModelHealth health;
    private final Shutdown shutdown;
    private final BatchRunner runner;
    private final Thread thread;

    /**
     * A worker that is not started yet; it inherits the caller's context class loader.
     *
     * @param inHand nobody's yet
     */
    Worker(
            String name,
            TextEncoder encoder,
            WaitingLine line,
            InHand inHand,
            ModelHealth health,
            Shutdown shutdown) {
        this.encoder = encoder;
        this.line = line;
        this.inHand = inHand;
        this.health = health;
        this.shutdown = shutdown;
        this.runner = new BatchRunner(encoder, line, inHand, health);
        this.thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    InHand inHand() {
        return inHand;
    }

    Thread thread() {
        return thread;
    }

    /** Tells the run that the thread is in to end, by failing; harmless if it is in none. */
    void terminateRun() {
        encoder.terminate(thread);
    }

    private void work() {
        try {
            Step step = line.next();
            while (!(step instanceof Step.Stop)) {
                inHand.begin(step);
                take(step);
                step = line.next();
            }
        } catch (RuntimeException | Error e) {
            shutdown.fail(
                    e instanceof Error error
                            ? MachineFailedException.of(error, "a worker")
                            : new MachineFailedException(
                                    "a worker failed with " + e.getClass().getName()));
        } finally {
            shutdown.leave();
        }
    }

    private void take(Step step) {
        if (step instanceof Step.Tokenize tokenize) {
            List<Request.Tokenized> ready = tokenized(tokenize.requests());
            if (inHand.end()) {
                line.requeue(tokenize.requests().size(), ready);
            }
        } else if (step instanceof Step.Encode encode) {
            runner.answer(encode.batch());
            inHand.end();
        }
    }

    /**
     * The requests that are ready for the model; the others are failed, or nobody waits for them.
     */
    private List<Request.Tokenized> tokenized(List<Request> requests) {
        List<Request.Tokenized> ready = new ArrayList<>(requests.size());
        for (Request request : requests) {
            if (!request.isAbandoned() && !tokenize(request, ready)) {
                return List.of();
            }
        }
        return ready;
    }

    /** Whether the step is still this worker's. */
    private boolean tokenize(Request request, List<Request.Tokenized> ready) {
        if (!inHand.beginRun(List.of(request))) {
            return false;
        }
        try {
            ready.add(new Request.Tokenized(request, encoder.tokenize(request.text())));
        } catch (RuntimeException | Error e) {
            if (inHand.endRun()) {
                request.fail(health.judge(e, inHand));
            }
        }
        return inHand.endRun();
    }
}

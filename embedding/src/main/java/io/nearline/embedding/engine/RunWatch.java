package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.EmbeddingTimedOutException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.TokenizingTimedOutException;
import io.nearline.embedding.engine.WaitingLine.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices runs that do not end: it tells them to, fails their texts, and gives back to the line
 * those that only waited behind them. Its time is the number of its ticks: a process that stood
 * still, or a clock that jumped, is one tick and times nothing out. For one thread that ticks.
 */
final class RunWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

    /** Ticks of one time-out: it is kept to a tenth. */
    static final int TICKS = 10;

    /** A run that was told to end has this many ticks to do so. */
    static final int GRACE = 2;

    private final String model;
    private final Duration runTimeout;
    private final WaitingLine line;
    private final List<Worker> workers;
    private final ModelHealth health;
    private final Shutdown shutdown;
    private final AtomicLong ticks;

    /**
     * @param ticks the time, which this moves on
     */
    RunWatch(
            String model,
            Duration runTimeout,
            WaitingLine line,
            List<Worker> workers,
            ModelHealth health,
            Shutdown shutdown,
            AtomicLong ticks) {
        this.model = model;
        this.runTimeout = runTimeout;
        this.line = line;
        this.workers = workers;
        this.health = health;
        this.shutdown = shutdown;
        this.ticks = ticks;
    }

    /**
     * A tenth of the time-out has gone by. Without the watch a model that hangs would hang the job:
     * if it fails, so does the engine.
     */
    void tick() {
        try {
            check(ticks.incrementAndGet());
        } catch (RuntimeException | Error e) {
            shutdown.fail(MachineFailedException.withoutMessageOf(e, "the watch over the model"));
        }
    }

    private void check(long time) {
        for (Worker worker : workers) {
            worker.inHand()
                    .takeIfRunsSinceBefore(time - TICKS, worker::terminateRun)
                    .ifPresent(this::timeOut);
        }
        long longAgo = time - TICKS - GRACE;
        if (workers.stream().allMatch(worker -> worker.inHand().runsSinceBefore(longAgo))) {
            shutdown.fail(allHang());
        }
    }

    private void timeOut(InHand.Taken taken) {
        LOG.warn("A run of model {} did not end within {}", model, runTimeout);
        EmbeddingException reason =
                taken.step() instanceof Step.Tokenize
                        ? new TokenizingTimedOutException(runTimeout)
                        : new EmbeddingTimedOutException(runTimeout);
        line.takeBack(taken.step(), taken.waiting());
        taken.run().forEach(request -> request.fail(reason));
        health.timedOut();
    }

    private MachineFailedException allHang() {
        return new MachineFailedException(
                """
                no worker of model %s has ended its run within nearline.embed.timeout, \
                which is %s: the model hangs on this machine; look at the thread dump of \
                its nearline-embed threads, or raise the time-out if it is only slow\
                """
                        .formatted(model, runTimeout));
    }
}

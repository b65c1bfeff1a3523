package io.nearline.operators.rollout;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.operators.admit.Announcement;
import io.nearline.operators.admit.Readiness;
import io.nearline.operators.admit.Readiness.Witness;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.embed.ModelOpener;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.RolloutMetrics;
import io.nearline.operators.metrics.RolloutMetrics.StagingTimer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Makes each announced model ready on this subtask's machine, away from the stream: fetches its
 * bundle, verifies it and holds it open, so that the embed stage finds it warm; lets go of what no
 * longer serves. Answers every announcement once. No model can fail the job here.
 */
public final class StageModel extends RichAsyncFunction<Announcement, Readiness> {

    private static final long serialVersionUID = 1L;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ModelOpener opener;
    private final Duration timeout;
    private transient HeldModels held;
    private transient ScheduledExecutorService worker;
    private transient Map<String, Long> newest;
    private transient Counter refused;
    private transient StagingTimer timer;

    /**
     * @param opener how models are opened
     * @param timeout how long attempts go on; the operator's own time-out should be longer
     */
    public StageModel(ModelOpener opener, Duration timeout) {
        this.opener = opener;
        this.timeout = timeout;
    }

    @Override
    public void open(OpenContext context) {
        RolloutMetrics metrics = PipelineMetrics.of(getRuntimeContext()).rollout();
        refused = metrics.stagingRefused();
        timer = metrics.stagingTimer();
        held = new HeldModels(opener);
        newest = new ConcurrentHashMap<>();
        worker = Executors.newSingleThreadScheduledExecutor(this::workerThread);
    }

    @Override
    public void asyncInvoke(Announcement announcement, ResultFuture<Readiness> result) {
        newest.merge(announcement.model().name(), announcement.number(), Math::max);
        if (announcement.refusal() != null) {
            refused.inc();
            answer(result, announcement, 0, announcement.refusal());
        } else if (announcement.phase().needsModel()) {
            worker.execute(new Attempt(announcement, result));
        } else {
            worker.execute(() -> release(announcement, result));
        }
    }

    @Override
    public void timeout(Announcement announcement, ResultFuture<Readiness> result) {
        refused.inc();
        answer(
                result,
                announcement,
                0,
                "it could not be verified within "
                        + timeout
                        + "; raise nearline.models.stage-timeout, or publish the bundle nearer");
    }

    @Override
    public void close() {
        if (worker == null) {
            return;
        }
        worker.shutdownNow();
        awaitWorker();
        held.close();
    }

    /** Goes on through interrupts: a model must not be closed under a thread that opens it. */
    private void awaitWorker() {
        boolean interrupted = false;
        while (!worker.isTerminated()) {
            try {
                if (!worker.awaitTermination(1, TimeUnit.SECONDS)) {
                    worker.shutdownNow();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(Announcement announcement, ResultFuture<Readiness> result) {
        if (!isOutdated(announcement)) {
            held.release(announcement.model().name());
        }
        answer(result, announcement, 0, null);
    }

    /** After a restore an announcement may come again after those that followed it. */
    private boolean isOutdated(Announcement announcement) {
        return newest.get(announcement.model().name()) > announcement.number();
    }

    private void answer(
            ResultFuture<Readiness> result, Announcement about, int dimensions, String refusal) {
        var task = getRuntimeContext().getTaskInfo();
        result.complete(
                Set.of(
                        new Readiness(
                                about,
                                Witness.STAGE,
                                task.getIndexOfThisSubtask(),
                                task.getNumberOfParallelSubtasks(),
                                dimensions,
                                refusal)));
    }

    private Thread workerThread(Runnable work) {
        Thread thread = new Thread(work, "nearline-stage-model");
        thread.setDaemon(true);
        thread.setContextClassLoader(getRuntimeContext().getUserCodeClassLoader());
        return thread;
    }

    /** Attempts to make one model ready, with pauses that grow between them. */
    private final class Attempt implements Runnable {

        private final Announcement announcement;
        private final ResultFuture<Readiness> result;
        private final long start = System.nanoTime();
        private Duration pause = FIRST_PAUSE;

        private Attempt(Announcement announcement, ResultFuture<Readiness> result) {
            this.announcement = announcement;
            this.result = result;
        }

        @Override
        public void run() {
            if (isOutdated(announcement)) {
                answer(result, announcement, 0, "a later decision has come");
                return;
            }
            try {
                int dimensions = held.hold(announcement.model());
                timer.addSince(start);
                answer(result, announcement, dimensions, null);
            } catch (ModelRejectedException e) {
                refuse(e);
            } catch (RetryableEmbeddingException e) {
                tryAgainAfter(e);
            } catch (VirtualMachineError fatal) {
                result.completeExceptionally(fatal);
            } catch (RuntimeException | Error e) {
                refuse(e);
            }
        }

        private void tryAgainAfter(RetryableEmbeddingException failure) {
            long spent = System.nanoTime() - start;
            if (spent + pause.toNanos() >= timeout.toNanos() || worker.isShutdown()) {
                refuse(failure);
                return;
            }
            var unused = worker.schedule(this, pause.toMillis(), TimeUnit.MILLISECONDS);
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_PAUSE) > 0) {
                pause = LONGEST_PAUSE;
            }
        }

        private void refuse(Throwable failure) {
            refused.inc();
            answer(result, announcement, 0, Failure.of(failure).message());
        }
    }
}

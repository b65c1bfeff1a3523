package io.nearline.operators.rollout;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.embed.ModelOpener;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.RolloutMetrics;
import io.nearline.operators.metrics.RolloutMetrics.StagingTimer;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.Readiness;
import io.nearline.operators.model.Readiness.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes each announced model ready on this subtask's machine, away from the stream: fetches its
 * bundle, verifies it and holds it open, so that the embed stage finds it warm; lets go of what no
 * longer serves. Answers every announcement once, but none that a later one has overtaken. No model
 * can fail the job here, and none that hangs can hold up another.
 */
public final class StageModel extends RichAsyncFunction<Announcement, Readiness> {

    private static final long serialVersionUID = 1L;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ModelOpener opener;
    private final Duration timeout;
    private transient HeldModels held;
    private transient ModelLanes lanes;
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
        lanes = new ModelLanes(getRuntimeContext().getUserCodeClassLoader());
    }

    @Override
    public void asyncInvoke(Announcement announcement, ResultFuture<Readiness> result) {
        String name = announcement.model().name();
        String refusal = announcement.refusal();
        if (refusal != null) {
            passOn(announcement, refusal, result);
            return;
        }
        newest.merge(name, announcement.number(), Math::max);
        if (announcement.phase().needsModel()) {
            lanes.execute(name, new Attempt(announcement, result));
        } else {
            letGo(announcement);
            answer(result, announcement, 0, null);
        }
    }

    /** A refusal that all subtasks were told of is passed on by one of them. */
    private void passOn(Announcement announcement, String refusal, ResultFuture<Readiness> result) {
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            refuse(result, announcement, refusal);
        } else {
            result.complete(Set.of());
        }
    }

    /** A model that leaves is asked for no more, whenever its memory is free. */
    private void letGo(Announcement announcement) {
        String name = announcement.model().name();
        lanes.interrupt(name);
        lanes.execute(
                name,
                () -> {
                    if (!isOutdated(announcement)) {
                        held.release(name);
                    }
                });
    }

    @Override
    public void timeout(Announcement announcement, ResultFuture<Readiness> result) {
        if (!announcement.phase().needsModel()) {
            answer(result, announcement, 0, null);
            return;
        }
        lanes.interrupt(announcement.model().name());
        refuse(
                result,
                announcement,
                """
                it could not be verified within %s; raise \
                nearline.models.stage-timeout, or publish the bundle nearer\
                """
                        .formatted(timeout));
    }

    @Override
    public void close() {
        if (lanes == null) {
            return;
        }
        lanes.close();
        held.close();
    }

    /** After a restore an announcement may come again after those that followed it. */
    private boolean isOutdated(Announcement announcement) {
        return newest.getOrDefault(announcement.model().name(), 0L) > announcement.number()
                && announcement.refusal() == null;
    }

    private void refuse(ResultFuture<Readiness> result, Announcement about, String reason) {
        refused.inc();
        answer(result, about, 0, reason);
    }

    /** What a later announcement has overtaken is no answer to anything. */
    private void answer(
            ResultFuture<Readiness> result,
            Announcement about,
            int dimensions,
            @Nullable String refusal) {
        if (isOutdated(about)) {
            result.complete(Set.of());
            return;
        }
        var task = getRuntimeContext().getTaskInfo();
        result.complete(
                Set.of(
                        new Readiness(
                                about,
                                Step.STAGE,
                                task.getIndexOfThisSubtask(),
                                task.getNumberOfParallelSubtasks(),
                                dimensions,
                                refusal)));
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
                result.complete(Set.of());
                return;
            }
            try {
                int dimensions = held.hold(announcement.model());
                timer.addSince(start);
                answer(result, announcement, dimensions, null);
            } catch (ModelRejectedException e) {
                refuseFor(e);
            } catch (RetryableEmbeddingException e) {
                tryAgainAfter(e);
            } catch (VirtualMachineError fatal) {
                result.completeExceptionally(fatal);
            } catch (RuntimeException | Error e) {
                refuseFor(e);
            }
        }

        private void tryAgainAfter(RetryableEmbeddingException failure) {
            long spent = System.nanoTime() - start;
            boolean isLast = spent + pause.toNanos() >= timeout.toNanos();
            if (isLast || !lanes.schedule(announcement.model().name(), this, pause)) {
                refuseFor(failure);
                return;
            }
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_PAUSE) > 0) {
                pause = LONGEST_PAUSE;
            }
        }

        private void refuseFor(Throwable failure) {
            refuse(result, announcement, Failure.of(failure).message());
        }
    }
}

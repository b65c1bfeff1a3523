package io.nearline.operations.backfill.submit;

import io.nearline.operations.local.JobFailedException;
import io.nearline.operations.local.LocalJob;
import io.nearline.operations.local.StateDirectory;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.util.SerializedThrowable;

/** One life of a backfill in this process: until it has finished, or was paused or cancelled. */
public final class LocalBackfill {

    private static final Duration LOOK = Duration.ofMillis(500);

    /** Whoever stopped the job from elsewhere publishes why as soon as the savepoint is there. */
    private static final Duration EXPLANATION = Duration.ofSeconds(30);

    private final String id;
    private final JobSettings settings;
    private final StateDirectory directory;
    private final ControlTopic topic;
    private final BiConsumer<BackfillReport, JobHealth> progress;
    private final Consumer<String> notices;

    /**
     * @param submission every option of the backfill
     * @param directory where checkpoints and savepoints go
     * @param topic where the job reports to
     * @param progress gets every report of the running job, and how the job is
     * @param notices gets what else happens, for people
     */
    public LocalBackfill(
            Submission submission,
            StateDirectory directory,
            ControlTopic topic,
            BiConsumer<BackfillReport, JobHealth> progress,
            Consumer<String> notices) {
        this.id = submission.id();
        this.settings = JobSettings.of(submission.settings());
        this.directory = directory;
        this.topic = topic;
        this.progress = progress;
        this.notices = notices;
    }

    /**
     * Runs it. If it is to stop, pauses it with a savepoint.
     *
     * @param from savepoint or checkpoint to go on from; empty to begin at the beginning
     * @param stopWanted asked several times a second
     * @return the report that says how this life ended
     * @throws RemoteJobException if the job failed, or was stopped and nobody says why
     */
    public BackfillReport run(Optional<String> from, BooleanSupplier stopWanted) {
        try (LocalJob job = LocalJob.backfill(told(from));
                SessionCluster cluster = SessionCluster.at(job.rest())) {
            Instant reported = Instant.EPOCH;
            while (!job.hasEnded() && !stopWanted.getAsBoolean()) {
                Optional<BackfillReport> news = newsSince(reported, job.id());
                if (news.filter(LocalBackfill::isCancelled).isPresent()) {
                    return cancelled(news.get(), job, cluster);
                }
                news.ifPresent(
                        report ->
                                progress.accept(
                                        report, cluster.health(job.id(), report.getUpdatedAt())));
                reported = news.map(BackfillReport::getUpdatedAt).orElse(reported);
            }
            return job.hasEnded()
                    ? ended(job.id(), job.end().join())
                    : paused(job.id(), cluster, job.end());
        } catch (JobFailedException e) {
            throw new RemoteJobException("%s: %s".formatted(id, e.getMessage()), e);
        }
    }

    /**
     * A report of the job, or that the backfill is cancelled: whoever did that could not know where
     * a job runs that had not reported yet.
     */
    private Optional<BackfillReport> newsSince(Instant reported, String job) {
        return topic.await(view -> news(view, job, reported).isPresent(), LOOK)
                .flatMap(view -> news(view, job, reported));
    }

    private Optional<BackfillReport> news(ControlView view, String job, Instant reported) {
        return view.backfill(id)
                .filter(
                        report ->
                                isCancelled(report)
                                        || (report.getJobId().equals(job)
                                                && report.getUpdatedAt().isAfter(reported)));
    }

    private BackfillReport cancelled(BackfillReport news, LocalJob job, SessionCluster cluster) {
        try {
            return new BackfillControl(topic, Clock.systemUTC())
                    .cancel(news, List.of(job.id()), cluster);
        } catch (RemoteJobException e) {
            if (!job.hasEnded()) {
                throw e;
            }
            return ended(job.id(), job.end().join());
        }
    }

    private JobSettings told(Optional<String> from) {
        JobKeys job =
                JobKeys.over(settings)
                        .checkpoints(directory.checkpoints())
                        .savepoints(directory.checkpoints().resolveSibling("savepoints"))
                        .restartsUnlessSaid();
        from.ifPresent(job::beginAt);
        return job.settings();
    }

    private BackfillReport paused(
            String job, SessionCluster cluster, CompletableFuture<JobResult> end) {
        BackfillReport running =
                topic.await(view -> reports(view, job).isPresent(), EXPLANATION)
                        .flatMap(view -> reports(view, job))
                        .orElseThrow(
                                () ->
                                        new RemoteJobException(
                                                "stopped before it had reported anything: submit"
                                                        + " it again, with another --id if "
                                                        + id
                                                        + " is refused",
                                                null));
        try {
            return new BackfillControl(topic, Clock.systemUTC())
                    .pause(running, job, cluster, Optional.empty(), notices);
        } catch (RemoteJobException e) {
            if (!end.isDone()) {
                throw e;
            }
            return ended(job, end.join());
        }
    }

    private BackfillReport ended(String job, JobResult result) {
        if (result.getSerializedThrowable().isPresent() && !isCancelled(result)) {
            SerializedThrowable failure = result.getSerializedThrowable().get();
            String why = RootCause.of(failure.getFullStringifiedStackTrace());
            throw new RemoteJobException(
                    "the job failed: %s; once its cause is gone, nearline backfill resume %s goes on from its newest checkpoint"
                            .formatted(why, id),
                    failure.deserializeError(getClass().getClassLoader()));
        }
        return topic.await(view -> isOver(view, job), EXPLANATION)
                .flatMap(view -> reports(view, job))
                .orElseThrow(() -> silent(job));
    }

    private boolean isOver(ControlView view, String job) {
        return reports(view, job)
                .filter(report -> report.getState() != BackfillState.RUNNING)
                .isPresent();
    }

    private Optional<BackfillReport> reports(ControlView view, String job) {
        return view.backfill(id).filter(report -> report.getJobId().equals(job));
    }

    private RemoteJobException silent(String job) {
        return new RemoteJobException(
                "job "
                        + job
                        + " ended and no report says why; nearline backfill resume "
                        + id
                        + " goes on from its newest checkpoint",
                null);
    }

    private static boolean isCancelled(BackfillReport report) {
        return report.getState() == BackfillState.CANCELLED;
    }

    private static boolean isCancelled(JobResult result) {
        return result.getJobStatus().filter(status -> status == JobStatus.CANCELED).isPresent();
    }
}

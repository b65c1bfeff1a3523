package io.nearline.operations.backfill;

import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.status.KnownBackfills;
import io.nearline.operations.backfill.status.ReportReading;
import io.nearline.operations.backfill.submit.BackfillTarget.FlinkCluster;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import io.nearline.operations.backfill.submit.RemoteJobException;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.operations.backfill.submit.Submission;
import io.nearline.operations.local.RetainedCheckpoints;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/** Lets a backfill go on that was paused, or whose job is gone. */
public final class ResumeBackfill {

    private final JobTopics topics;
    private final LaunchSettings launch;
    private final Clock clock;
    private final BackfillObserver observer;

    /**
     * @param topics where backfills report
     * @param launch how its job gets to what runs it
     * @param observer told what happens
     */
    public ResumeBackfill(
            JobTopics topics, LaunchSettings launch, Clock clock, BackfillObserver observer) {
        this.topics = topics;
        this.launch = launch;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * What shall go on.
     *
     * @param id identity of the backfill
     * @param rest another Flink cluster to go on with; empty for the one before
     * @param from savepoint or checkpoint; empty for that of the pause, or the newest of a job of
     *     this process
     */
    public record Request(String id, Optional<URI> rest, Optional<String> from) {}

    /**
     * Starts its job again, with the settings of the submission that was kept.
     *
     * @throws RefusedException if it has ended, is running, or nobody knows from where it goes on
     * @throws RemoteJobException if the job did not start, or failed
     */
    public StartedBackfill resume(Request request) throws IOException, InterruptedException {
        BackfillReport report;
        try (ControlTopic topic = topics.openControl()) {
            report = KnownBackfills.in(topic.read()).open(request.id());
        }
        Submission submission = submission(request);
        if (report.getState() == BackfillState.RUNNING && isAlive(report)) {
            throw new RefusedException(
                    "backfill %1$s is running: follow it with nearline backfill status %1$s"
                            .formatted(request.id()));
        }
        if (submission.target() instanceof FlinkCluster cluster) {
            requireNoneStarted(report, cluster);
        }
        return new BackfillStart(launch, clock, observer)
                .start(submission, beginning(request, report, submission));
    }

    /** Two jobs from one savepoint would embed every post twice. */
    private static void requireNoneStarted(BackfillReport report, FlinkCluster target) {
        JobsSinceReport.of(report, Optional.of(target.rest())).ids().stream()
                .findFirst()
                .ifPresent(
                        job -> {
                            throw new RefusedException(
                                    "backfill %1$s is being resumed already: job %2$s at %3$s has not reported yet; follow it with nearline backfill status %1$s"
                                            .formatted(report.getBackfillId(), job, target.rest()));
                        });
    }

    private Submission submission(Request request) throws IOException {
        Submission kept =
                launch.store()
                        .find(request.id())
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                "%s holds no submission: resume where %s was submitted, or copy that directory from there"
                                                        .formatted(
                                                                launch.store().of(request.id()),
                                                                request.id())));
        return request.rest().isEmpty() || !(kept.target() instanceof FlinkCluster)
                ? kept
                : new Submission(
                        kept.id(), new FlinkCluster(request.rest().get()), kept.settings());
    }

    private Optional<String> beginning(
            Request request, BackfillReport report, Submission submission) throws IOException {
        Optional<String> named =
                request.from().or(() -> Optional.ofNullable(report.getSavepoint()));
        if (named.isPresent()) {
            return named;
        }
        if (!(submission.target() instanceof ThisProcess)) {
            throw new RefusedException(
                    "backfill %s was not paused: give --from with the newest checkpoint of job %s"
                            .formatted(request.id(), report.getJobId()));
        }
        return RetainedCheckpoints.newestIn(launch.store().of(request.id()).resolve("checkpoints"))
                .map(path -> path.toUri().toString());
    }

    /**
     * A cluster that does not answer, or does not know the job, runs it no more. Where no report
     * says which cluster that is, as on Kubernetes, a job lives as long as it reports.
     */
    private boolean isAlive(BackfillReport report) {
        if (report.getRestUrl() == null) {
            return !new ReportReading(report, clock.instant()).isSilent();
        }
        try (SessionCluster cluster = KnownBackfills.cluster(report, Optional.empty())) {
            return cluster.isAlive(report.getJobId());
        } catch (RemoteJobException e) {
            return false;
        }
    }
}

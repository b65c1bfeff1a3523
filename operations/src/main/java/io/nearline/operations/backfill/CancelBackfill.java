package io.nearline.operations.backfill;

import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.status.KnownBackfills;
import io.nearline.operations.backfill.status.ReportReading;
import io.nearline.operations.backfill.submit.BackfillControl;
import io.nearline.operations.backfill.submit.RemoteJobException;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Stops a running or paused backfill permanently. */
public final class CancelBackfill {

    private final JobTopics topics;
    private final Clock clock;

    /**
     * @param topics where backfills report
     */
    public CancelBackfill(JobTopics topics, Clock clock) {
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * What shall end.
     *
     * @param id identity of the backfill
     * @param rest the cluster that runs its job; empty to believe its reports
     */
    public record Request(String id, Optional<URI> rest) {}

    /**
     * Cancels it, with a job that was only just started and has not reported yet. One that has not
     * reported for long, and whose job cannot be asked for, is only marked as cancelled.
     *
     * @return why its jobs could not be asked for; empty if those that were there are cancelled
     * @throws io.nearline.operations.RefusedException if it has ended, or nobody knows where it
     *     runs
     * @throws RemoteJobException if it runs and was not cancelled
     */
    public Optional<String> cancel(Request request) {
        try (ControlTopic topic = topics.openControl()) {
            BackfillReport report = KnownBackfills.in(topic.read()).named(request.id());
            BackfillControl backfills = new BackfillControl(topic, clock);
            return switch (report.getState()) {
                case RUNNING -> cancelRunning(report, request.rest(), backfills);
                case FINISHED -> throw KnownBackfills.nothingToGoOnWith(report);
                case PAUSED, CANCELLED, UNKNOWN -> cancelStopped(report, request.rest(), backfills);
            };
        }
    }

    private Optional<String> cancelRunning(
            BackfillReport report, Optional<URI> rest, BackfillControl backfills) {
        try (SessionCluster cluster = KnownBackfills.cluster(report, rest)) {
            List<String> jobs = cluster.jobsOf(report.getBackfillId());
            // If there is none, the cluster says what it knows of the one that has reported.
            backfills.cancel(report, jobs.isEmpty() ? List.of(report.getJobId()) : jobs, cluster);
            return Optional.empty();
        } catch (RemoteJobException e) {
            if (!new ReportReading(report, clock.instant()).isSilent()) {
                throw e;
            }
            backfills.cancelled(report);
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> cancelStopped(
            BackfillReport report, Optional<URI> rest, BackfillControl backfills) {
        JobsSinceReport before = JobsSinceReport.of(report, rest);
        if (report.getState() == BackfillState.CANCELLED && before.ids().isEmpty()) {
            throw KnownBackfills.nothingToGoOnWith(report);
        }
        BackfillReport cancelled = cancelJobs(report, rest, before.ids(), backfills);
        // A resume that began before the publication may have started its job after the question.
        JobsSinceReport after = JobsSinceReport.of(cancelled, rest);
        if (!after.ids().isEmpty()) {
            cancelJobs(cancelled, rest, after.ids(), backfills);
        }
        return after.refusal()
                .map(
                        why ->
                                "%s. So nobody knows whether a job of backfill %2$s was just started; if nearline backfill status %2$s shows it at work later, cancel it again"
                                        .formatted(why, report.getBackfillId()));
    }

    private static BackfillReport cancelJobs(
            BackfillReport report,
            Optional<URI> rest,
            List<String> jobs,
            BackfillControl backfills) {
        if (jobs.isEmpty()) {
            return backfills.cancelled(report);
        }
        try (SessionCluster cluster = KnownBackfills.cluster(report, rest)) {
            return backfills.cancel(report, jobs, cluster);
        }
    }
}

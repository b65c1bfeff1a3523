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
     * Cancels it. One that has not reported for long, and whose job cannot be asked for, is only
     * marked as cancelled.
     *
     * @return why its job could not be asked for; empty if that was stopped, or was not there
     * @throws io.nearline.operations.RefusedException if it has ended, or nobody knows where it
     *     runs
     * @throws RemoteJobException if it runs and was not cancelled
     */
    public Optional<String> cancel(Request request) {
        try (ControlTopic topic = topics.openControl()) {
            BackfillReport report = KnownBackfills.in(topic.read()).open(request.id());
            BackfillControl backfills = new BackfillControl(topic, clock);
            if (report.getState() == BackfillState.RUNNING) {
                return cancelJob(report, request.rest(), backfills);
            }
            backfills.cancelled(report);
            return Optional.empty();
        }
    }

    private Optional<String> cancelJob(
            BackfillReport report, Optional<URI> rest, BackfillControl backfills) {
        try (SessionCluster cluster = KnownBackfills.cluster(report, rest)) {
            backfills.cancel(report, cluster);
            return Optional.empty();
        } catch (RemoteJobException e) {
            if (!new ReportReading(report, clock.instant()).isSilent()) {
                throw e;
            }
            backfills.cancelled(report);
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}

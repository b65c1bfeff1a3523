package io.nearline.operations.backfill;

import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.status.KnownBackfills;
import io.nearline.operations.backfill.submit.BackfillControl;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.schemas.BackfillReport;
import io.nearline.topics.control.ControlTopic;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Stops a running backfill with a savepoint, so that it can go on. */
public final class PauseBackfill {

    private final JobTopics topics;
    private final Clock clock;
    private final Consumer<String> notices;

    /**
     * @param topics where backfills report
     * @param notices told why the savepoint takes a while
     */
    public PauseBackfill(JobTopics topics, Clock clock, Consumer<String> notices) {
        this.topics = topics;
        this.clock = clock;
        this.notices = notices;
    }

    /**
     * What shall pause.
     *
     * @param id identity of the backfill
     * @param rest the cluster that runs its job; empty to believe its reports
     * @param savepoints where the savepoint goes; empty for the cluster's own directory
     */
    public record Request(String id, Optional<URI> rest, Optional<String> savepoints) {}

    /**
     * Pauses it.
     *
     * @return the report that says where its savepoint is
     * @throws RefusedException if it is not running, or nobody knows where
     * @throws io.nearline.operations.backfill.submit.RemoteJobException if it is not paused; says
     *     whether its job goes on
     */
    public BackfillReport pause(Request request) {
        try (ControlTopic topic = topics.openControl()) {
            BackfillReport report = KnownBackfills.in(topic.read()).named(request.id());
            String job = job(report, request.rest());
            try (SessionCluster cluster = KnownBackfills.cluster(report, request.rest())) {
                return new BackfillControl(topic, clock)
                        .pause(report, job, cluster, request.savepoints(), notices);
            }
        }
    }

    /** The one that reported, unless another was started since. */
    private static String job(BackfillReport report, Optional<URI> rest) {
        return switch (report.getState()) {
            case FINISHED, CANCELLED -> throw KnownBackfills.notRunning(report);
            case RUNNING ->
                    JobsSinceReport.of(report, rest).ids().stream()
                            .findFirst()
                            .orElse(report.getJobId());
            case PAUSED, UNKNOWN -> {
                JobsSinceReport started = JobsSinceReport.of(report, rest);
                yield started.ids().stream()
                        .findFirst()
                        .orElseThrow(() -> notRunning(report, started.refusal()));
            }
        };
    }

    private static RefusedException notRunning(BackfillReport report, Optional<String> unknown) {
        RefusedException refusal = KnownBackfills.notRunning(report);
        return unknown.map(
                        why ->
                                new RefusedException(
                                        "%s, as its last report says (%s); if it is just being resumed, pause it once nearline backfill status %s shows it at work"
                                                .formatted(
                                                        refusal.getMessage(),
                                                        why,
                                                        report.getBackfillId())))
                .orElse(refusal);
    }
}

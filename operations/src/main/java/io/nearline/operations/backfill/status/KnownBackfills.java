package io.nearline.operations.backfill.status;

import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlView;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The backfills that the topic of decisions knows, each by its newest report. */
public final class KnownBackfills {

    private final ControlView view;

    private KnownBackfills(ControlView view) {
        this.view = view;
    }

    /** Those that the topic knows now. */
    public static KnownBackfills in(ControlView view) {
        return new KnownBackfills(view);
    }

    /**
     * One of them.
     *
     * @throws RefusedException if it is not known
     */
    public BackfillReport named(String id) {
        return view.backfill(id)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        "there is no backfill %s%s".formatted(id, others())));
    }

    private String others() {
        return view.backfills().isEmpty()
                ? ", nor any other"
                : "; known are " + view.backfills().keySet();
    }

    /**
     * One that may go on.
     *
     * @throws RefusedException if it has finished or was cancelled
     */
    public BackfillReport open(String id) {
        BackfillReport report = named(id);
        if (report.getState() == BackfillState.FINISHED
                || report.getState() == BackfillState.CANCELLED) {
            throw nothingToGoOnWith(report);
        }
        return report;
    }

    /** The refusal of what has ended. */
    public static RefusedException nothingToGoOnWith(BackfillReport report) {
        return new RefusedException(
                "backfill %s is %s: there is nothing to go on with"
                        .formatted(report.getBackfillId(), state(report)));
    }

    /** The refusal of what does not run. */
    public static RefusedException notRunning(BackfillReport report) {
        return new RefusedException(
                "backfill %s is %s, not running".formatted(report.getBackfillId(), state(report)));
    }

    /**
     * The cluster that runs its job, for its caller to close.
     *
     * @param rest where its owner says that it is; empty to believe the report
     * @throws RefusedException if nobody says where
     */
    public static SessionCluster cluster(BackfillReport report, Optional<URI> rest) {
        return SessionCluster.at(
                rest.or(() -> Optional.ofNullable(report.getRestUrl()).map(URI::create))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                "no report of backfill %s says where its job runs: give --rest"
                                                        .formatted(report.getBackfillId()))));
    }

    /** How its job is; not asked for if the report says that there is none any more. */
    public static JobHealth health(BackfillReport report) {
        if (report.getState() != BackfillState.RUNNING) {
            return JobHealth.unknown("it does not run");
        }
        if (report.getRestUrl() == null) {
            return JobHealth.unknown("no report says where its job runs");
        }
        try (SessionCluster cluster = cluster(report, Optional.empty())) {
            return cluster.health(report.getJobId(), Instant.now());
        }
    }

    private static String state(BackfillReport report) {
        return report.getState().name().toLowerCase(Locale.ROOT);
    }
}

package io.nearline.cli;

import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlView;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;

/** Looks up backfills. */
final class KnownBackfill {

    private KnownBackfill() {}

    /**
     * Its newest report.
     *
     * @throws CommandException if there is none
     */
    static BackfillReport named(String id, ControlView view) {
        return view.backfill(id)
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "there is no backfill "
                                                + id
                                                + (view.backfills().isEmpty()
                                                        ? ", nor any other"
                                                        : "; known are "
                                                                + view.backfills().keySet())));
    }

    /**
     * Its newest report.
     *
     * @throws CommandException if it is not running
     */
    static BackfillReport running(String id, ControlView view) {
        BackfillReport report = named(id, view);
        if (report.getState() != BackfillState.RUNNING) {
            throw new CommandException("backfill " + id + " is " + state(report) + ", not running");
        }
        return report;
    }

    /**
     * Its newest report.
     *
     * @throws CommandException if it has finished or was cancelled
     */
    static BackfillReport open(String id, ControlView view) {
        BackfillReport report = named(id, view);
        if (report.getState() == BackfillState.FINISHED
                || report.getState() == BackfillState.CANCELLED) {
            throw new CommandException(
                    "backfill " + id + " is " + state(report) + ": there is nothing to go on with");
        }
        return report;
    }

    /**
     * The cluster that runs its job.
     *
     * @param rest where its user says that it is, or null to believe the report
     * @throws CommandException if nobody says where
     */
    static SessionCluster cluster(BackfillReport report, String rest) {
        String address = rest == null ? report.getRestUrl() : rest;
        if (address == null) {
            throw new CommandException(
                    "no report of backfill "
                            + report.getBackfillId()
                            + " says where its job runs: give --rest");
        }
        return SessionCluster.at(URI.create(address));
    }

    /** How its job is; not asked for if the report says that there is none any more. */
    static JobHealth health(BackfillReport report) {
        if (report.getState() != BackfillState.RUNNING) {
            return JobHealth.unknown("it does not run");
        }
        if (report.getRestUrl() == null) {
            return JobHealth.unknown("no report says where its job runs");
        }
        try (SessionCluster cluster = cluster(report, null)) {
            return cluster.health(report.getJobId(), Instant.now());
        }
    }

    private static String state(BackfillReport report) {
        return report.getState().name().toLowerCase(Locale.ROOT);
    }
}

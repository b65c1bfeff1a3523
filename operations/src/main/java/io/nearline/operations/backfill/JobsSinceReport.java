package io.nearline.operations.backfill;

import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.status.KnownBackfills;
import io.nearline.operations.backfill.submit.RemoteJobException;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Jobs of a backfill that were started after its newest report: a job reports for the first time
 * when it runs.
 *
 * @param ids Flink's ids of those that have not ended
 * @param refusal why its cluster did not say; empty if it did
 */
record JobsSinceReport(List<String> ids, Optional<String> refusal) {

    /**
     * Asks the cluster.
     *
     * @param report the newest report; its own job has ended, unless it says CANCELLED, which may
     *     be said of a job that could not be asked for
     * @param rest where its owner says that the cluster is; empty to believe the report
     */
    static JobsSinceReport of(BackfillReport report, Optional<URI> rest) {
        try (SessionCluster cluster = KnownBackfills.cluster(report, rest)) {
            return new JobsSinceReport(
                    cluster.jobsOf(report.getBackfillId()).stream()
                            .filter(
                                    job ->
                                            report.getState() == BackfillState.CANCELLED
                                                    || !job.equals(report.getJobId()))
                            .toList(),
                    Optional.empty());
        } catch (RemoteJobException | RefusedException e) {
            return new JobsSinceReport(List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }
}

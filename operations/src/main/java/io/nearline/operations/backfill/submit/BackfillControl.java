package io.nearline.operations.backfill.submit;

import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Stops backfills and publishes that they were stopped, which their jobs cannot. */
public final class BackfillControl {

    private final ControlTopic topic;
    private final Clock clock;

    public BackfillControl(ControlTopic topic, Clock clock) {
        this.topic = topic;
        this.clock = clock;
    }

    /**
     * Stops a job of a backfill with a savepoint. Asks again while that is declined for a reason
     * that passes.
     *
     * @param known the newest report of the backfill, perhaps of an earlier job
     * @param job Flink's id of the job
     * @param cluster where it runs
     * @param directory where the savepoint goes; empty for the cluster's own directory of
     *     savepoints
     * @param listener told what the savepoint waits for
     * @return what was published
     * @throws RemoteJobException if the cluster did not do it; says whether the job goes on
     */
    public BackfillReport pause(
            BackfillReport known,
            String job,
            SessionCluster cluster,
            Optional<String> directory,
            Consumer<String> listener) {
        String savepoint =
                new PatientSavepoint(clock, listener)
                        .ask(
                                () -> cluster.pause(job, directory.orElse(null)),
                                () -> cluster.isAlive(job));
        return publish(
                known,
                report ->
                        report.setState(BackfillState.PAUSED)
                                .setJobId(job)
                                .setRestUrl(cluster.rest().toString())
                                .setSavepoint(savepoint));
    }

    /**
     * Cancels jobs of a backfill and publishes that it is cancelled.
     *
     * @param known the newest report of the backfill, perhaps of an earlier job
     * @param jobs Flink's ids of the jobs
     * @param cluster where they run
     * @throws RemoteJobException if the cluster did not do it
     */
    public BackfillReport cancel(BackfillReport known, List<String> jobs, SessionCluster cluster) {
        jobs.forEach(cluster::cancel);
        return publish(
                known,
                report -> {
                    cancelled(report);
                    if (!jobs.isEmpty()) {
                        report.setJobId(jobs.get(jobs.size() - 1))
                                .setRestUrl(cluster.rest().toString());
                    }
                });
    }

    /** Publishes that a backfill whose job has ended is not to go on. */
    public BackfillReport cancelled(BackfillReport ended) {
        return publish(ended, BackfillControl::cancelled);
    }

    private static void cancelled(BackfillReport.Builder report) {
        report.setState(BackfillState.CANCELLED).setSavepoint(null);
    }

    /** With the counts of the last report that the job wrote before it ended. */
    private BackfillReport publish(BackfillReport known, Consumer<BackfillReport.Builder> change) {
        BackfillReport newest = topic.read().backfill(known.getBackfillId()).orElse(known);
        BackfillReport.Builder stopped =
                BackfillReport.newBuilder(newest)
                        .setAllowedPerSecond(null)
                        .setLiveFreshnessMillis(null)
                        .setPostsPerSecond(average(newest))
                        .setUpdatedAt(clock.instant());
        change.accept(stopped);
        BackfillReport report = stopped.build();
        topic.publish(report);
        return report;
    }

    private static double average(BackfillReport report) {
        Duration work = Duration.ofMillis(Math.round(report.getSeconds() * 1000));
        return work.isZero() ? 0 : report.getEmbedded() * 1e3 / work.toMillis();
    }
}

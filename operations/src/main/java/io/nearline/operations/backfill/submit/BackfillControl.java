package io.nearline.operations.backfill.submit;

import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import java.time.Clock;
import java.time.Duration;
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
     * Stops a running backfill with a savepoint. Asks again while that is declined for a reason
     * that passes.
     *
     * @param running its newest report
     * @param cluster where its job runs
     * @param directory where the savepoint goes; empty for the cluster's own directory of
     *     savepoints
     * @param listener told what the savepoint waits for
     * @return what was published
     * @throws RemoteJobException if the cluster did not do it; says whether the job goes on
     */
    public BackfillReport pause(
            BackfillReport running,
            SessionCluster cluster,
            Optional<String> directory,
            Consumer<String> listener) {
        String job = running.getJobId();
        String savepoint =
                new PatientSavepoint(clock, listener)
                        .ask(
                                () -> cluster.pause(job, directory.orElse(null)),
                                () -> cluster.isAlive(job));
        return publish(
                running, report -> report.setState(BackfillState.PAUSED).setSavepoint(savepoint));
    }

    /**
     * Stops a running backfill permanently.
     *
     * @throws RemoteJobException if the cluster did not do it
     */
    public BackfillReport cancel(BackfillReport running, SessionCluster cluster) {
        cluster.cancel(running.getJobId());
        return cancelled(running);
    }

    /** Publishes that a backfill whose job has ended is not to go on. */
    public BackfillReport cancelled(BackfillReport ended) {
        return publish(
                ended, report -> report.setState(BackfillState.CANCELLED).setSavepoint(null));
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

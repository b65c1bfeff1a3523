package io.nearline.operations.backfill.submit;

import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The first seconds of a backfill on a cluster: most of what cannot work fails in them. */
public final class FirstSeconds {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ControlTopic topic;
    private final SessionCluster cluster;
    private final Duration length;

    /**
     * @param length how long to watch; less if vectors are being written
     */
    public FirstSeconds(ControlTopic topic, SessionCluster cluster, Duration length) {
        this.topic = topic;
        this.cluster = cluster;
        this.length = length;
    }

    /**
     * Watches.
     *
     * @param job Flink's id of the job
     * @param progress gets every report, and how the job is
     * @throws RemoteJobException if the job fails, or was cancelled meanwhile; says why, and what
     *     becomes of it
     */
    public void watch(String id, String job, BiConsumer<BackfillReport, JobHealth> progress) {
        long deadline = System.nanoTime() + length.toNanos();
        Instant shown = Instant.EPOCH;
        while (System.nanoTime() < deadline) {
            Instant last = shown;
            Optional<BackfillReport> newer =
                    topic.await(view -> reports(view, id, job, last).isPresent(), LOOK)
                            .flatMap(view -> reports(view, id, job, last));
            JobHealth health = cluster.health(job, Instant.now());
            newer.ifPresent(report -> progress.accept(report, health));
            shown = newer.map(BackfillReport::getUpdatedAt).orElse(last);
            requireSound(id, health);
            requireWanted(id, job);
            if (newer.filter(FirstSeconds::isWellUnderWay).isPresent()) {
                return;
            }
        }
        requireWanted(id, job);
    }

    /** Whoever cancelled the backfill could not see a job that was only being started. */
    private void requireWanted(String id, String job) {
        Optional<BackfillReport> cancelled =
                topic.read()
                        .backfill(id)
                        .filter(report -> report.getState() == BackfillState.CANCELLED);
        if (cancelled.isEmpty()) {
            return;
        }
        if (cluster.isAlive(job)) {
            new BackfillControl(topic, Clock.systemUTC())
                    .cancel(cancelled.get(), List.of(job), cluster);
        }
        throw new RemoteJobException(
                "backfill %s was cancelled while its job was started: that is cancelled, too"
                        .formatted(id),
                null);
    }

    private static void requireSound(String id, JobHealth health) {
        if (health.failedAt() == null) {
            return;
        }
        String future =
                health.isOver()
                        ? "it is not started again"
                        : "Flink starts it again (%,d restarts so far); end it with: nearline backfill cancel %s"
                                .formatted(health.restarts(), id);
        throw new RemoteJobException(
                "the job of backfill %s fails: %s; %s".formatted(id, health.cause(), future), null);
    }

    private static boolean isWellUnderWay(BackfillReport report) {
        return report.getState() != BackfillState.RUNNING || report.getEmbedded() > 0;
    }

    private static Optional<BackfillReport> reports(
            ControlView view, String id, String job, Instant since) {
        return view.backfill(id)
                .filter(report -> report.getJobId().equals(job))
                .filter(report -> report.getUpdatedAt().isAfter(since));
    }
}

package io.nearline.cli.demo;

import io.nearline.operations.local.JobFailedException;
import io.nearline.operations.local.LocalJob;
import io.nearline.operations.settings.JobSettings;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A backfill in this JVM, and how much of it has been merged. Not thread-safe. */
final class RunningBackfill implements AutoCloseable {

    private final DemoPipeline pipeline;
    private final TopicReader vectors;
    private final LocalJob job;
    private final long start = System.nanoTime();
    private @Nullable BackfillReport report;
    private long vectorsWritten;
    private long worstLiveMillis;
    private long mergedNanos;

    private RunningBackfill(DemoPipeline pipeline, TopicReader vectors, LocalJob job) {
        this.pipeline = pipeline;
        this.vectors = vectors;
        this.job = job;
    }

    /** Submits it. */
    static RunningBackfill start(DemoPipeline pipeline, JobSettings settings)
            throws JobFailedException {
        TopicReader vectors =
                TopicReader.open(
                        pipeline.cluster(),
                        TopicPlan.BACKFILL_UPDATES.defaultName(),
                        StartAt.BEGINNING);
        try {
            return new RunningBackfill(pipeline, vectors, LocalJob.backfill(settings));
        } catch (JobFailedException | RuntimeException e) {
            vectors.close();
            throw e;
        }
    }

    /**
     * Takes in the newest report.
     *
     * @return whether the backfill has moved on since the one before
     */
    boolean update(BackfillReport newest) {
        boolean moved =
                report == null
                        || report.getState() != newest.getState()
                        || !Objects.equals(report.getExpected(), newest.getExpected())
                        || report.getRead() != newest.getRead()
                        || report.getEmbedded() != newest.getEmbedded();
        report = newest;
        if (newest.getLiveFreshnessMillis() != null) {
            worstLiveMillis = Math.max(worstLiveMillis, newest.getLiveFreshnessMillis());
        }
        return moved;
    }

    /** Vectors that it has written, by its newest report. */
    long embedded() {
        return report == null ? 0 : report.getEmbedded();
    }

    /**
     * Whether it is through, and the live job with all of its vectors.
     *
     * @throws JobFailedException if it failed
     */
    boolean isMerged() throws JobFailedException, InterruptedException {
        vectors.poll(Duration.ZERO).forEach(vector -> vectorsWritten++);
        if (mergedNanos == 0 && isThrough()) {
            mergedNanos = System.nanoTime();
        }
        return mergedNanos != 0;
    }

    /** From its submission to the last vector merged. */
    double seconds() {
        return (mergedNanos - start) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /**
     * The worst 99th percentile of live freshness that the live guard saw in any of its windows,
     * milliseconds.
     */
    long worstLiveMillis() {
        return worstLiveMillis;
    }

    private boolean isThrough() throws JobFailedException, InterruptedException {
        if (!job.hasEnded()) {
            return false;
        }
        job.await();
        return report != null
                && report.getState() == BackfillState.FINISHED
                && vectorsWritten >= report.getEmbedded()
                && pipeline.mergesDecided() >= vectorsWritten;
    }

    @Override
    public void close() {
        job.close();
        vectors.close();
    }
}

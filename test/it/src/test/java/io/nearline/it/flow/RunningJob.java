package io.nearline.it.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.pipeline.StreamingJob;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.awaitility.core.ConditionFactory;

/** A job on a Flink of its own in this JVM. Closing cancels it if it still runs. */
final class RunningJob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MiniCluster flink;
    private final JobID id;
    private final Meters meters;

    private RunningJob(MiniCluster flink, JobID id, Meters meters) {
        this.flink = flink;
        this.id = id;
        this.meters = meters;
    }

    /** Starts Flink with a slot for each parallel subtask and submits the job. */
    static RunningJob submit(StreamExecutionEnvironment environment, Configuration settings)
            throws Exception {
        InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
        Configuration clusterSettings = new Configuration(settings);
        clusterSettings.set(RestOptions.BIND_PORT, "0");
        MiniCluster flink =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(reporter.addToConfiguration(clusterSettings))
                                .setNumSlotsPerTaskManager(
                                        settings.get(CoreOptions.DEFAULT_PARALLELISM))
                                .build());
        try {
            flink.start();
            StreamGraph graph = environment.getStreamGraph();
            graph.setJobName(StreamingJob.NAME);
            JobID id = answer(flink.submitJob(graph.getJobGraph())).getJobID();
            // A bounded job may have ended by now.
            CommonTestUtils.waitForAllTaskRunning(flink, id, true);
            return new RunningJob(flink, id, new Meters(reporter));
        } catch (Exception e) {
            flink.close();
            throw e;
        }
    }

    /** Flink's id of the job. */
    String id() {
        return id.toHexString();
    }

    /** The metrics; readable after the end of the job as well. */
    Meters meters() {
        return meters;
    }

    /** Waits with a time limit, and no longer than the job lives. */
    ConditionFactory waiting() {
        return await().atMost(PATIENCE).failFast("the job has ended", this::hasEnded);
    }

    /** Waits until the job has read that many records since it was started. */
    void awaitRead(long records) {
        waiting().until(() -> meters.count(MetricNames.POSTS_READ) >= records);
    }

    /** Takes a checkpoint now. */
    void checkpoint() {
        answer(flink.triggerCheckpoint(id));
    }

    /** How often the job has been restarted after a failure. */
    long restarts() {
        return meters.gauge("numRestarts");
    }

    /**
     * Stops the job as an upgrade does: texts in flight go into the savepoint.
     *
     * @return where the savepoint is
     */
    String stopWithSavepoint() {
        return stop(SavepointFormatType.CANONICAL, false);
    }

    /** Waits until a bounded job has ended by itself. */
    void awaitFinished() {
        assertThat(answer(flink.requestJobResult(id)).getJobStatus()).hasValue(JobStatus.FINISHED);
        meters.keep();
    }

    /** Lets the job finish everything that it has read, and publish and commit it. */
    void drain() {
        stop(SavepointFormatType.NATIVE, true);
    }

    private String stop(SavepointFormatType format, boolean finishing) {
        String directory = flink.getConfiguration().get(CheckpointingOptions.SAVEPOINT_DIRECTORY);
        String savepoint = answer(flink.stopWithSavepoint(id, directory, finishing, format));
        assertThat(answer(flink.requestJobResult(id)).getJobStatus()).hasValue(JobStatus.FINISHED);
        meters.keep();
        return savepoint;
    }

    private boolean hasEnded() {
        return answer(flink.getJobStatus(id)).isGloballyTerminalState();
    }

    @Override
    public void close() {
        if (!hasEnded()) {
            answer(flink.cancelJob(id));
            answer(flink.requestJobResult(id));
        }
        answer(flink.closeAsync());
    }

    private static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Flink worked", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Flink did not do as it was told", e);
        }
    }
}

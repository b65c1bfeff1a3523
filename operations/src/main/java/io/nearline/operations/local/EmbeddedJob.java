package io.nearline.operations.local;

import io.nearline.pipeline.BackfillJob;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.pipeline.StreamingJob;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.JobConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/** A job, running on a mini cluster in this JVM that lives and dies with it. */
public final class EmbeddedJob implements AutoCloseable {

    private static final long CANCEL_SECONDS = 30;

    private final JobClient client;
    private final CompletableFuture<JobExecutionResult> result;

    private EmbeddedJob(JobClient client) {
        this.client = client;
        this.result = client.getJobExecutionResult();
    }

    /**
     * Starts the streaming job.
     *
     * @param given Flink's and Nearline's options; what is not given has the job's defaults
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if options are wrong
     * @throws io.nearline.embedding.ModelRejectedException if a model may not serve
     * @throws JobFailedException if Flink does not take the job
     */
    public static EmbeddedJob start(Configuration given) throws JobFailedException {
        Configuration configuration = FlinkEnvironment.over(forOneJvm(given));
        JobConfig config = JobConfig.from(configuration);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(configuration);
        StreamingJob.build(environment, config);
        return start(environment, StreamingJob.NAME);
    }

    /**
     * Starts a backfill, which ends by itself.
     *
     * @param given Flink's and Nearline's options; what is not given has the job's defaults
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if options are wrong
     * @throws io.nearline.embedding.ModelRejectedException if the model may not serve
     * @throws JobFailedException if Flink does not take the job
     */
    public static EmbeddedJob startBackfill(Configuration given) throws JobFailedException {
        Configuration configuration = FlinkEnvironment.over(forOneJvm(given));
        BackfillConfig config = BackfillConfig.from(configuration);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(configuration);
        BackfillJob.build(environment, config);
        return start(environment, BackfillJob.NAME + '-' + config.id());
    }

    private static EmbeddedJob start(StreamExecutionEnvironment environment, String name)
            throws JobFailedException {
        try {
            return new EmbeddedJob(environment.executeAsync(name));
        } catch (Exception e) {
            throw new JobFailedException("could not start the job", e);
        }
    }

    /**
     * One subtask a stage feeds every worker of the engine, which is where the parallelism is; more
     * would only add threads, flushers and producers. Debloated buffers hold less in flight, so
     * that a checkpoint behind a backlog takes a second or two and not eight.
     */
    private static Configuration forOneJvm(Configuration given) {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true);
        configuration.addAll(given);
        return configuration;
    }

    /** Flink's id of the job. */
    public String id() {
        return client.getJobID().toHexString();
    }

    /** Whether the job has ended, for whatever reason. */
    public boolean hasEnded() {
        return result.isDone();
    }

    /**
     * Waits until the job ends by itself or is cancelled.
     *
     * @throws JobFailedException if it failed
     */
    public void await() throws JobFailedException, InterruptedException {
        try {
            result.get();
        } catch (ExecutionException e) {
            throw new JobFailedException(
                    "the job failed", ExceptionUtils.stripExecutionException(e));
        }
    }

    /** Cancels the job if it still runs, and stops its Flink. */
    @Override
    public void close() {
        if (hasEnded()) {
            return;
        }
        try {
            client.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
            result.get(CANCEL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Cancelling ends the result exceptionally; and what does not stop ends with the JVM.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

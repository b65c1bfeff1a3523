package io.nearline.operations.local;

import io.nearline.pipeline.BackfillJob;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.pipeline.StreamingJob;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.JobConfig;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/** A job on a {@link LocalFlink} of its own, which is stopped with it. */
public final class LocalJob implements AutoCloseable {

    private static final long CANCEL_SECONDS = 30;

    private final LocalFlink flink;
    private final JobID id;
    private final CompletableFuture<JobResult> end;

    private LocalJob(LocalFlink flink, JobID id) {
        this.flink = flink;
        this.id = id;
        this.end = flink.end(id);
    }

    /** Wires a job. */
    @FunctionalInterface
    public interface Graph {

        /**
         * Wires it into an environment.
         *
         * @param rest the REST endpoint of the Flink that will run it
         */
        void build(StreamExecutionEnvironment environment, URI rest);
    }

    /**
     * Starts the streaming job.
     *
     * @param given Flink's and Nearline's options; what is not given has the job's defaults
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if options are wrong
     * @throws io.nearline.embedding.ModelRejectedException if a model may not serve
     * @throws JobFailedException if Flink does not take the job
     */
    public static LocalJob stream(Configuration given) throws JobFailedException {
        Configuration configuration = configuration(given);
        JobConfig config = JobConfig.from(configuration);
        return start(
                configuration,
                StreamingJob.NAME,
                (environment, rest) -> StreamingJob.build(environment, config));
    }

    /**
     * Starts a backfill, which ends by itself. Its reports say where others can pause it.
     *
     * @param given Flink's and Nearline's options; what is not given has the job's defaults
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if options are wrong
     * @throws io.nearline.embedding.ModelRejectedException if the model may not serve
     * @throws JobFailedException if Flink does not take the job
     */
    public static LocalJob backfill(Configuration given) throws JobFailedException {
        Configuration configuration = configuration(given);
        String id = BackfillConfig.from(configuration).id();
        return start(
                configuration,
                BackfillJob.nameOf(id),
                (environment, rest) -> {
                    Configuration here = new Configuration(configuration);
                    here.set(BackfillOptions.REST_URL, rest.toString());
                    BackfillJob.build(environment, BackfillConfig.from(here));
                });
    }

    /**
     * What a job of Nearline's has in one JVM unless it is given. One subtask a stage feeds every
     * worker of the engine, which is where the parallelism is; more would only add threads,
     * flushers and producers. Debloated buffers hold less in flight, so that a checkpoint behind a
     * backlog takes a second or two and not eight.
     */
    public static Configuration configuration(Configuration given) {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true);
        configuration.addAll(given);
        return FlinkEnvironment.over(configuration);
    }

    /**
     * Starts any job.
     *
     * @param configuration all options of Flink for the job
     * @throws JobFailedException if Flink does not take it
     */
    public static LocalJob start(Configuration configuration, String name, Graph graph)
            throws JobFailedException {
        LocalFlink flink = LocalFlink.start(configuration);
        try {
            StreamExecutionEnvironment environment = flink.environment(configuration);
            graph.build(environment, flink.rest());
            return new LocalJob(flink, submit(environment, name));
        } catch (JobFailedException | RuntimeException e) {
            flink.close();
            throw e;
        }
    }

    private static JobID submit(StreamExecutionEnvironment environment, String name)
            throws JobFailedException {
        try {
            return environment.executeAsync(name).getJobID();
        } catch (Exception e) { // What the method declares.
            throw new JobFailedException(
                    "could not start the job", ExceptionUtils.stripExecutionException(e));
        }
    }

    /** Flink's id of the job. */
    public String id() {
        return id.toHexString();
    }

    /** The REST endpoint of its Flink. */
    public URI rest() {
        return flink.rest();
    }

    /** How it ended, once it has. */
    public CompletableFuture<JobResult> end() {
        return end;
    }

    /** Whether the job has ended, for whatever reason. */
    public boolean hasEnded() {
        return end.isDone();
    }

    /**
     * Waits until the job ends by itself.
     *
     * @throws JobFailedException if it failed or was cancelled
     */
    public void await() throws JobFailedException, InterruptedException {
        try {
            var unused = end.get().toJobExecutionResult(LocalJob.class.getClassLoader());
        } catch (JobExecutionException e) {
            throw new JobFailedException("the job failed", e);
        } catch (ExecutionException | ClassNotFoundException | IOException e) {
            throw new JobFailedException(
                    "the job failed", ExceptionUtils.stripExecutionException(e));
        }
    }

    /** Cancels the job if it still runs, and stops its Flink. */
    @Override
    public void close() {
        try (flink) {
            if (!hasEnded()) {
                flink.cancel(id).get(CANCEL_SECONDS, TimeUnit.SECONDS);
                end.get(CANCEL_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            // What does not stop ends with the JVM.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

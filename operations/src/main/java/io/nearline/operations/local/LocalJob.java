package io.nearline.operations.local;

import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.pipeline.BackfillJob;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.pipeline.StreamingJob;
import io.nearline.pipeline.config.JobConfig;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
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
     * @param given what it is told; what it is not has the job's defaults
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if options are wrong
     * @throws io.nearline.embedding.ModelRejectedException if a model may not serve
     * @throws JobFailedException if Flink does not take the job
     */
    public static LocalJob stream(JobSettings given) throws JobFailedException {
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
     * @param given what it is told; what it is not has the job's defaults
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if options are wrong
     * @throws io.nearline.embedding.ModelRejectedException if the model may not serve
     * @throws JobFailedException if Flink does not take the job
     */
    public static LocalJob backfill(JobSettings given) throws JobFailedException {
        JobSettings told = JobKeys.inOneProcess(given);
        return start(
                configuration(told),
                BackfillJob.nameOf(told.asBackfill().id()),
                (environment, rest) ->
                        BackfillJob.build(
                                environment,
                                JobKeys.over(told).runsAt(rest).settings().asBackfill()));
    }

    /** What a job of Nearline's in one JVM is told, in Flink's own form, with every default. */
    public static Configuration configuration(JobSettings given) {
        return FlinkEnvironment.over(JobKeys.inOneProcess(given).toConfiguration());
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

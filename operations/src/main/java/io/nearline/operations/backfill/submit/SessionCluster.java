package io.nearline.operations.backfill.submit;

import io.nearline.pipeline.BackfillJob;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.metrics.MetricNames;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.JobExceptionsInfoWithHistory.ExceptionInfo;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.JobExceptionsMessageParameters;
import org.apache.flink.runtime.rest.messages.job.metrics.JobMetricsHeaders;
import org.apache.flink.runtime.rest.messages.job.metrics.JobMetricsMessageParameters;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** A Flink cluster, by its REST endpoint. Not thread-safe. */
public final class SessionCluster implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** A savepoint of a large backfill, to a slow storage. */
    private static final long ANSWER_SECONDS = 300;

    private final URI rest;
    private final RestClusterClient<StandaloneClusterId> client;

    private SessionCluster(URI rest, RestClusterClient<StandaloneClusterId> client) {
        this.rest = rest;
        this.client = client;
    }

    /**
     * The cluster at an address; whether it answers is seen with the first question.
     *
     * @param rest such as {@code http://localhost:8081}
     */
    public static SessionCluster at(URI rest) {
        try {
            return new SessionCluster(
                    rest,
                    new RestClusterClient<>(
                            settings(rest, new Configuration()),
                            StandaloneClusterId.getInstance()));
        } catch (Exception e) { // What the constructor declares.
            throw new RemoteJobException(rest + " is no address of a Flink cluster", e);
        }
    }

    /**
     * An environment whose jobs run on this cluster.
     *
     * @param configuration made with {@link io.nearline.pipeline.FlinkEnvironment#over}
     * @param jars what the cluster does not have
     */
    public StreamExecutionEnvironment environment(Configuration configuration, List<Path> jars) {
        return StreamExecutionEnvironment.createRemoteEnvironment(
                rest.getHost(),
                port(rest),
                settings(rest, configuration),
                jars.stream().map(Path::toString).toArray(String[]::new));
    }

    /** The address of its REST endpoint. */
    public URI rest() {
        return rest;
    }

    /**
     * Starts what was wired into an environment of this cluster.
     *
     * @return Flink's id of the job
     */
    String start(StreamExecutionEnvironment environment, String name) {
        try {
            return environment.executeAsync(name).getJobID().toHexString();
        } catch (Exception e) { // What the method declares.
            Throwable reason = ExceptionUtils.stripExecutionException(e);
            throw new RemoteJobException(
                    "could not start " + name + " at " + rest + ": " + RestFailure.explain(reason),
                    reason);
        }
    }

    /**
     * The jobs of a backfill that are here and have not ended, reported or not.
     *
     * @param backfill identity of the backfill
     * @return Flink's ids
     */
    public List<String> jobsOf(String backfill) {
        String name = BackfillJob.nameOf(backfill);
        return answer("ask for the jobs of backfill " + backfill, client.listJobs()).stream()
                .filter(job -> job.getJobName().equals(name))
                .filter(job -> !job.getJobState().isGloballyTerminalState())
                .map(job -> job.getJobId().toHexString())
                .toList();
    }

    /** Whether the job exists here and has not ended. */
    public boolean isAlive(String jobId) {
        JobDetailsInfo job = answer("ask for job " + jobId, client.getJobDetails(id(jobId)));
        return !job.getJobStatus().isGloballyTerminalState();
    }

    /**
     * How a job is. Never fails: a cluster that does not answer is an answer, too.
     *
     * @param now the time
     */
    public JobHealth health(String jobId, Instant now) {
        try {
            JobDetailsInfo job = answer("ask for job " + jobId, client.getJobDetails(id(jobId)));
            Optional<ExceptionInfo> newest = newestFailure(jobId);
            return JobHealth.of(
                    job.getJobStatus().name(),
                    restarts(jobId),
                    newest.map(failure -> RootCause.of(failure.getStacktrace())).orElse(null),
                    newest.map(failure -> Instant.ofEpochMilli(failure.getTimestamp()))
                            .orElse(null),
                    now);
        } catch (RemoteJobException e) {
            return RestFailure.isJobUnknown(e)
                    ? JobHealth.gone()
                    : JobHealth.unknown(String.valueOf(e.getMessage()));
        }
    }

    private Optional<ExceptionInfo> newestFailure(String jobId) {
        var parameters = new JobExceptionsMessageParameters();
        parameters.jobPathParameter.resolve(id(jobId));
        var history =
                answer(
                                "ask why job " + jobId + " failed",
                                client.sendRequest(
                                        JobExceptionsHeaders.getInstance(),
                                        parameters,
                                        EmptyRequestBody.getInstance()))
                        .getExceptionHistory()
                        .getEntries();
        return history.stream()
                .<ExceptionInfo>map(failure -> failure)
                .max(Comparator.comparingLong(ExceptionInfo::getTimestamp));
    }

    private long restarts(String jobId) {
        var parameters = new JobMetricsMessageParameters();
        parameters.jobPathParameter.resolve(id(jobId));
        parameters.metricsFilterParameter.resolve(List.of(MetricNames.NUM_RESTARTS));
        return answer(
                        "ask for the restarts of job " + jobId,
                        client.sendRequest(
                                JobMetricsHeaders.getInstance(),
                                parameters,
                                EmptyRequestBody.getInstance()))
                .getMetrics()
                .stream()
                .mapToLong(metric -> Long.parseLong(metric.getValue()))
                .findFirst()
                .orElse(0);
    }

    /**
     * Stops the job with a savepoint.
     *
     * @param directory where it goes; null for the cluster's own directory of savepoints
     * @return location of the savepoint
     */
    public String pause(String jobId, @Nullable String directory) {
        return answer(
                "stop job " + jobId + " with a savepoint",
                client.stopWithSavepoint(
                        id(jobId), false, directory, SavepointFormatType.CANONICAL));
    }

    /** Cancels the job and returns when it has ended. */
    public void cancel(String jobId) {
        answer("cancel job " + jobId, client.cancel(id(jobId)));
        answer("see the end of job " + jobId, client.requestJobResult(id(jobId)));
    }

    @Override
    public void close() {
        client.close();
    }

    private static JobID id(String jobId) {
        return JobID.fromHexString(jobId);
    }

    private <T> T answer(String task, CompletableFuture<T> question) {
        try {
            return question.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable reason = ExceptionUtils.stripExecutionException(e);
            throw new RemoteJobException(
                    "could not " + task + " at " + rest + ": " + RestFailure.explain(reason),
                    reason);
        } catch (TimeoutException e) {
            throw new RemoteJobException(
                    "could not " + task + " at " + rest + ": no answer in " + ANSWER_SECONDS + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteJobException("interrupted while waiting for " + rest, e);
        }
    }

    private static Configuration settings(URI rest, Configuration given) {
        Configuration settings = new Configuration(given);
        settings.set(RestOptions.ADDRESS, rest.getHost());
        settings.set(RestOptions.PORT, port(rest));
        settings.set(RestOptions.RETRY_MAX_ATTEMPTS, 2);
        settings.set(RestOptions.RETRY_DELAY, Duration.ofMillis(500));
        settings.set(RestOptions.CONNECTION_TIMEOUT, CONNECT);
        if ("https".equals(rest.getScheme())) {
            settings.set(SecurityOptions.SSL_REST_ENABLED, true);
        }
        return settings;
    }

    private static int port(URI rest) {
        return rest.getPort() < 0 ? RestOptions.PORT.defaultValue() : rest.getPort();
    }
}

package io.nearline.operations.local;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster in this JVM, the only one of this project: of {@code stream}, {@code demo}, a
 * backfill in the process that submits it, and the benchmark. Jobs come in over REST, as on any
 * other cluster, and others on this machine can pause or cancel them there. It outlives its jobs:
 * whoever stopped one still has to hear where the savepoint is.
 */
public final class LocalFlink implements AutoCloseable {

    private static final String THIS_MACHINE = "127.0.0.1";
    private static final String ANY_FREE_PORT = "0";
    private static final long CLOSE_SECONDS = 30;

    private final MiniCluster cluster;
    private final URI rest;

    private LocalFlink(MiniCluster cluster, URI rest) {
        this.cluster = cluster;
        this.rest = rest;
    }

    /**
     * Starts one with a slot for each parallel subtask.
     *
     * @param settings Flink's options; its REST endpoint is on a free port of this machine unless
     *     they say otherwise
     * @throws IllegalStateException if it does not start
     */
    public static LocalFlink start(Configuration settings) {
        Configuration configuration = new Configuration(settings);
        unlessSet(configuration, RestOptions.BIND_ADDRESS, THIS_MACHINE);
        unlessSet(configuration, RestOptions.ADDRESS, THIS_MACHINE);
        unlessSet(configuration, RestOptions.BIND_PORT, ANY_FREE_PORT);
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(
                                        configuration.get(CoreOptions.DEFAULT_PARALLELISM))
                                .build());
        try {
            cluster.start();
            return new LocalFlink(cluster, cluster.getRestAddress().get());
        } catch (Exception e) { // What the method declares.
            var unused = cluster.closeAsync();
            throw new IllegalStateException("Flink did not start in this process", e);
        }
    }

    private static void unlessSet(
            Configuration configuration, ConfigOption<String> option, String value) {
        if (!configuration.contains(option)) {
            configuration.set(option, value);
        }
    }

    /** The address of its REST endpoint. */
    public URI rest() {
        return rest;
    }

    /** An environment whose jobs run here. */
    StreamExecutionEnvironment environment(Configuration job) {
        Configuration client = new Configuration(job);
        client.set(RestOptions.ADDRESS, rest.getHost());
        client.set(RestOptions.PORT, rest.getPort());
        return StreamExecutionEnvironment.createRemoteEnvironment(
                rest.getHost(), rest.getPort(), client);
    }

    /** How a job ended, once it has. */
    CompletableFuture<JobResult> end(JobID job) {
        return cluster.requestJobResult(job);
    }

    CompletableFuture<?> cancel(JobID job) {
        return cluster.cancelJob(job);
    }

    /** Ends what runs, and stops. */
    @Override
    public void close() {
        try {
            cluster.closeAsync().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // What does not stop ends with the JVM.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

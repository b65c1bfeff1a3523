package io.nearline.operations.backfill.submit;

import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * A Flink cluster in this JVM, with a REST endpoint on a free port of this machine, so that others
 * on it can pause or cancel what runs here. Unlike a local environment's it outlives its job:
 * whoever stopped that still has to hear where the savepoint is.
 */
public final class OwnCluster implements AutoCloseable {

    private static final String THIS_MACHINE = "127.0.0.1";
    private static final long CLOSE_SECONDS = 30;

    private final MiniCluster cluster;
    private final URI rest;

    private OwnCluster(MiniCluster cluster, URI rest) {
        this.cluster = cluster;
        this.rest = rest;
    }

    /**
     * Starts one.
     *
     * @param slots most parallelism of its jobs
     * @throws IllegalStateException if it does not start
     */
    public static OwnCluster start(Configuration given, int slots) {
        Configuration configuration = new Configuration(given);
        configuration.set(RestOptions.BIND_ADDRESS, THIS_MACHINE);
        configuration.set(RestOptions.ADDRESS, THIS_MACHINE);
        configuration.set(RestOptions.BIND_PORT, "0");
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .build());
        try {
            cluster.start();
            return new OwnCluster(cluster, cluster.getRestAddress().get());
        } catch (Exception e) { // What the method declares.
            var unused = cluster.closeAsync();
            throw new IllegalStateException("Flink did not start in this process", e);
        }
    }

    /** The address of its REST endpoint. */
    public URI rest() {
        return rest;
    }

    /** Cancels what runs, and stops. */
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

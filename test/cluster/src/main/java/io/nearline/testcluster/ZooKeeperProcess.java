package io.nearline.testcluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The ZooKeeper that Flink itself brings, in a JVM of its own, for a highly available cluster. */
public final class ZooKeeperProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final String MAIN =
            "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";

    private final JavaProcess process;
    private final int port;

    private ZooKeeperProcess(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server with its data in {@code directory} and waits until it listens. */
    public static ZooKeeperProcess start(Path directory, Path logs) {
        int port = FreePorts.next();
        JavaProcess process =
                JavaProcess.launch("zookeeper", Artifacts.flinkLibrary(), MAIN)
                        .flags(List.of("-Xmx128m", "-XX:+UseSerialGC", ProcessLogging.flag()))
                        .flags(List.of("-Dzookeeper.admin.enableServer=false"))
                        .arguments(List.of(Integer.toString(port), directory.toString()))
                        .start(logs);
        ZooKeeperProcess zooKeeper = new ZooKeeperProcess(process, port);
        try {
            Awaitility.await("ZooKeeper").atMost(START).until(zooKeeper::listens);
        } catch (RuntimeException e) {
            zooKeeper.close();
            throw e;
        }
        return zooKeeper;
    }

    /**
     * The settings of a cluster that survives its job manager.
     *
     * @param storage a directory for what is too large for ZooKeeper
     */
    public Map<String, String> settings(Path storage) {
        return Map.of(
                "high-availability.type", "zookeeper",
                "high-availability.zookeeper.quorum", "127.0.0.1:" + port,
                "high-availability.storageDir", storage.toUri().toString(),
                "high-availability.zookeeper.client.session-timeout", "10 s",
                "high-availability.zookeeper.client.connection-timeout", "5 s");
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean listens() {
        process.requireAlive();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            // Not yet: the caller asks again until its time is up.
            return false;
        }
    }
}

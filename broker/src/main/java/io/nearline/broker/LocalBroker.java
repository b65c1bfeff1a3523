package io.nearline.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker (KRaft, one node) inside this JVM, reachable on 127.0.0.1 only.
 *
 * <p>Its data lives in the directory it is given, which stays after {@link #close()}: a broker
 * started there again, on any port, serves the same topics. Unknown topics are not created on first
 * use, so that a misspelt name fails.
 */
public final class LocalBroker implements AutoCloseable {

    /** Largest record batch the broker takes, in bytes; each topic narrows it. */
    public static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    /** Milliseconds. An exactly-once job that was away for a weekend finds its transactions. */
    private static final long LONGEST_TRANSACTION = Duration.ofDays(7).toMillis();

    private static final String HOST = "127.0.0.1";
    private static final int LAST_PORT = 65_535;

    private final KafkaRaftServer server;
    private final int port;

    private LocalBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts a broker on a port that is free now. */
    public static LocalBroker start(Path directory) {
        return start(directory, freePort());
    }

    /** Starts a broker on a port that is free now, which clients must reach in the way given. */
    public static LocalBroker start(Path directory, ListenerSecurity security) {
        return start(directory, freePort(), security);
    }

    /**
     * Starts a broker on the given port.
     *
     * @throws BrokerStartException if the port is taken or the directory cannot be used
     */
    public static LocalBroker start(Path directory, int port) {
        return start(directory, port, ListenerSecurity.none());
    }

    private static LocalBroker start(Path directory, int port, ListenerSecurity security) {
        if (!isFree(port)) {
            throw new BrokerStartException(
                    "port " + port + " on " + HOST + " is taken: choose another one");
        }
        Properties properties = properties(directory, port, freePortBeside(port));
        secure(properties, port, security);
        format(directory, properties);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new BrokerStartException(
                    "the broker could not start on port " + port + " in " + directory, e);
        }
        return new LocalBroker(server, port);
    }

    /** The port to connect to on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The address for a client's {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Stops the broker and waits until it has written its data; the directory stays. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Waits until the broker has been stopped by another thread. */
    public void awaitShutdown() {
        server.awaitShutdown();
    }

    /** Whether the port can be bound on 127.0.0.1 at this moment. */
    public static boolean isFree(int port) {
        if (port < 1 || port > LAST_PORT) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException("no free port on " + HOST, e);
        }
    }

    /** Another one: what is free may be offered twice. */
    private static int freePortBeside(int taken) {
        int port = freePort();
        while (port == taken) {
            port = freePort();
        }
        return port;
    }

    /** Gives a new directory its cluster id; one that was used before has it. */
    private static void format(Path directory, Properties properties) {
        if (Files.exists(logs(directory).resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("server.properties");
            try (OutputStream out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            String clusterId = Uuid.randomUuid().toString();
            PrintStream silent =
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            int exitCode =
                    StorageTool.execute(
                            new String[] {"format", "-t", clusterId, "-c", file.toString()},
                            silent);
            if (exitCode != 0) {
                throw new BrokerStartException("could not format the directory " + directory);
            }
        } catch (IOException e) {
            throw new BrokerStartException("could not prepare the directory " + directory, e);
        }
    }

    private static Path logs(Path directory) {
        return directory.resolve("log");
    }

    private static Properties properties(Path directory, int port, int controllerPort) {
        String controller = HOST + ":" + controllerPort;
        String listener = "PLAINTEXT://" + HOST + ":" + port;
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", "1");
        properties.setProperty("controller.quorum.voters", "1@" + controller);
        properties.setProperty("listeners", listener + ",CONTROLLER://" + controller);
        properties.setProperty("advertised.listeners", listener);
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty(
                "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        properties.setProperty("log.dirs", logs(directory).toString());
        properties.setProperty("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("transaction.max.timeout.ms", Long.toString(LONGEST_TRANSACTION));
        oneReplicaOfInternalTopics(properties);
        forOneMachine(properties);
        return properties;
    }

    /**
     * Clients come as they must; the broker itself comes by a listener of its own, in the plain.
     */
    private static void secure(Properties properties, int port, ListenerSecurity security) {
        if (security.isNone()) {
            return;
        }
        String clients = "%s://%s:%d".formatted(ListenerSecurity.LISTENER, HOST, port);
        String itself = "INTERNAL://%s:%d".formatted(HOST, freePortBeside(port));
        String controller =
                properties.getProperty("controller.quorum.voters").substring("1@".length());
        properties.setProperty("listeners", clients + "," + itself + ",CONTROLLER://" + controller);
        properties.setProperty("advertised.listeners", clients + "," + itself);
        properties.setProperty("inter.broker.listener.name", "INTERNAL");
        properties.setProperty(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT,%s:%s"
                        .formatted(ListenerSecurity.LISTENER, security.protocol()));
        security.settings().forEach(properties::setProperty);
    }

    /**
     * It shares its cores with the job. With Kafka's own numbers, made for a machine of many disks,
     * a broker that nobody talks to takes 2 % of a core: it writes a record to its own metadata
     * twice a second, and eight threads look for work that two can do.
     */
    private static void forOneMachine(Properties properties) {
        properties.setProperty("metadata.max.idle.interval.ms", "5000");
        properties.setProperty("num.io.threads", "2");
        properties.setProperty("num.network.threads", "2");
    }

    private static void oneReplicaOfInternalTopics(Properties properties) {
        for (String name :
                new String[] {
                    "offsets.topic.replication.factor",
                    "transaction.state.log.replication.factor",
                    "transaction.state.log.min.isr",
                    "share.coordinator.state.topic.replication.factor",
                    "share.coordinator.state.topic.min.isr"
                }) {
            properties.setProperty(name, "1");
        }
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("transaction.state.log.num.partitions", "4");
        // Nobody else will join a group here, so do not wait for others.
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
    }
}

package io.nearline.testcluster;

import io.nearline.broker.LocalBrokerMain;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;

/** A real broker in a JVM of its own: it survives whatever happens to the job. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);

    private final Path directory;
    private final Path logs;
    private final int port = FreePorts.next();
    private final Map<String, String> environment;
    private JavaProcess process;

    private BrokerProcess(Path directory, Path logs, Map<String, String> environment) {
        this.directory = directory;
        this.logs = logs;
        this.environment = Map.copyOf(environment);
    }

    /** Starts a broker with its data in {@code directory} and waits until it serves. */
    public static BrokerProcess start(Path directory, Path logs) {
        return start(directory, logs, Map.of());
    }

    /** As {@link #start(Path, Path)}, with variables added to the broker's environment. */
    public static BrokerProcess start(Path directory, Path logs, Map<String, String> environment) {
        BrokerProcess broker = new BrokerProcess(directory, logs, environment);
        broker.startAgain();
        return broker;
    }

    /** Starts the broker anew, on the same port with the same data, and waits until it serves. */
    public void startAgain() {
        process =
                JavaProcess.launch(
                                "broker",
                                JavaProcess.ownClassPath(),
                                LocalBrokerMain.class.getName())
                        .flags(List.of("-Xmx512m", "-XX:+UseSerialGC", ProcessLogging.flag()))
                        .environment(environment)
                        .arguments(
                                List.of(
                                        "--port",
                                        Integer.toString(port),
                                        "--dir",
                                        directory.toString()))
                        .start(logs);
        try {
            Awaitility.await("the broker").atMost(START).until(this::serves);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The broker's process as it runs now. */
    public JavaProcess process() {
        return process;
    }

    /** The address for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Creates a topic as planned. */
    public void createTopic(TopicPlan plan, int partitions) {
        try (Topics topics = Topics.of(Cluster.at(bootstrapServers()))) {
            topics.create(plan, plan.defaultName(), partitions, Optional.empty());
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean serves() throws InterruptedException {
        process.requireAlive();
        try (Admin admin = admin(Duration.ofSeconds(1))) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            // Not yet: the caller asks again until its time is up.
            return false;
        }
    }

    private Admin admin(Duration timeout) {
        Properties properties = new Properties();
        properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        return Admin.create(properties);
    }
}

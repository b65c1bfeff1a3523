package io.nearline.it.process;

import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.LocalBrokerMain;
import io.nearline.pipeline.broker.TopicPlan;
import io.nearline.pipeline.broker.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;

/** A real broker in a JVM of its own: it survives whatever happens to the job. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final JavaProcess process;
    private final String bootstrapServers;

    private BrokerProcess(JavaProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts a broker with its data in {@code directory} and waits until it serves. */
    public static BrokerProcess start(Path directory, Path logs) {
        int port = FreePorts.next();
        JavaProcess process =
                JavaProcess.launch(
                                "broker",
                                JavaProcess.ownClassPath(),
                                LocalBrokerMain.class.getName())
                        .flags(List.of("-Xmx384m", "-XX:+UseSerialGC", ProcessLogging.flag()))
                        .arguments(
                                List.of(
                                        "--port",
                                        Integer.toString(port),
                                        "--dir",
                                        directory.toString()))
                        .start(logs);
        BrokerProcess broker = new BrokerProcess(process, "127.0.0.1:" + port);
        try {
            Awaitility.await("the broker").atMost(START).until(broker::serves);
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /** The address for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates a topic as planned. */
    public void createTopic(TopicPlan plan, int partitions) {
        try (Topics topics = Topics.of(Cluster.at(bootstrapServers))) {
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
        properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        return Admin.create(properties);
    }
}

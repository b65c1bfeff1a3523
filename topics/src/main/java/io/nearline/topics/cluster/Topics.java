package io.nearline.topics.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Nearline's topics on one cluster: looks at them, makes them, sets them right. Not thread-safe.
 */
public final class Topics implements AutoCloseable {

    private static final long LEADER_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Admin admin;
    private final String brokers;

    private Topics(Admin admin, String brokers) {
        this.admin = admin;
        this.brokers = brokers;
    }

    /** Topics of the cluster; connects on first use. */
    public static Topics of(Cluster cluster) {
        return new Topics(Admin.create(cluster.adminSettings()), cluster.brokers());
    }

    /**
     * Compares the topic with its plan.
     *
     * @throws ClusterException if the cluster does not answer
     */
    public TopicCheck check(TopicPlan plan, String name) {
        if (!names().contains(name)) {
            return new TopicCheck(name, TopicCheck.State.MISSING, List.of());
        }
        List<String> differences = differences(plan, name);
        return new TopicCheck(
                name,
                differences.isEmpty() ? TopicCheck.State.AS_PLANNED : TopicCheck.State.DIFFERENT,
                differences);
    }

    /**
     * Makes the topic with the plan's settings and returns when every partition has a leader, so
     * that a consumer that looks now sees them all.
     *
     * @param partitions how many, unless the plan has a number of its own
     * @param replication copies of each partition; empty for the cluster's default
     * @return how many partitions it got
     * @throws ClusterException if it exists, or the cluster refuses or does not answer
     */
    public int create(TopicPlan plan, String name, int partitions, Optional<Short> replication) {
        int planned = plan.partitions(partitions);
        NewTopic topic =
                new NewTopic(name, Optional.of(planned), replication).configs(plan.settings());
        Answer.await(brokers, admin.createTopics(List.of(topic)).all(), "create the topic " + name);
        awaitLeaders(name, planned);
        return planned;
    }

    /**
     * How many partitions the topic has.
     *
     * @throws ClusterException if it is not there, or the cluster does not answer
     */
    public int partitions(String name) {
        return describe(name).partitions().size();
    }

    /**
     * What the topic is now.
     *
     * @throws ClusterException if it is not there, or the cluster does not answer
     */
    public TopicState state(String name) {
        return TopicState.of(brokers, admin, name);
    }

    /** Asks where the committed records of these partitions end, without waiting for the answer. */
    public KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> askCommittedEnds(
            Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(one -> wanted.put(one, OffsetSpec.latest()));
        return admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all();
    }

    /**
     * Gives the topic the plan's settings; other settings, partitions and records stay.
     *
     * @throws ClusterException if the cluster refuses or does not answer
     */
    public void applySettings(TopicPlan plan, String name) {
        Collection<AlterConfigOp> changes = new ArrayList<>();
        plan.settings()
                .forEach(
                        (setting, value) ->
                                changes.add(
                                        new AlterConfigOp(
                                                new ConfigEntry(setting, value),
                                                AlterConfigOp.OpType.SET)));
        Answer.await(
                brokers,
                admin.incrementalAlterConfigs(Map.of(resource(name), changes)).all(),
                "change the settings of the topic " + name);
    }

    /**
     * The value of one of the topic's settings, given to it or the cluster's default.
     *
     * @throws ClusterException if it is not there, or the cluster refuses or does not answer
     */
    public Optional<String> setting(String name, String setting) {
        return Optional.ofNullable(settings(name).get(setting)).map(ConfigEntry::value);
    }

    @Override
    public void close() {
        admin.close();
    }

    /** Closes without waiting for answers that are still to come. */
    public void closeNow() {
        admin.close(Duration.ZERO);
    }

    /** The controller answers before the brokers know: for a moment they deny the new topic. */
    private void awaitLeaders(String name, int partitions) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Cluster.ANSWER_MILLIS);
        while (leaders(name) < partitions) {
            if (System.nanoTime() > deadline) {
                throw ClusterException.of(
                        brokers,
                        "see a leader for every partition of the new topic " + name,
                        new TimeoutException("no leader in " + Cluster.ANSWER_MILLIS + " ms"));
            }
            LockSupport.parkNanos(LEADER_POLL_NANOS);
        }
    }

    private long leaders(String name) {
        try {
            return describe(name).partitions().stream()
                    .filter(partition -> partition.leader() != null)
                    .count();
        } catch (ClusterException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    private TopicDescription describe(String name) {
        return Objects.requireNonNull(
                Answer.await(
                                brokers,
                                admin.describeTopics(List.of(name)).allTopicNames(),
                                "describe the topic " + name)
                        .get(name));
    }

    private Collection<String> names() {
        return Answer.await(brokers, admin.listTopics().names(), "list the topics");
    }

    private List<String> differences(TopicPlan plan, String name) {
        Config found = settings(name);
        List<String> differences = new ArrayList<>();
        plan.settings()
                .forEach(
                        (setting, planned) -> {
                            ConfigEntry entry = found.get(setting);
                            String value = entry == null ? "unset" : entry.value();
                            if (!planned.equals(value)) {
                                differences.add(
                                        setting + " is " + value + ", planned is " + planned);
                            }
                        });
        return differences;
    }

    private Config settings(String name) {
        ConfigResource resource = resource(name);
        return Objects.requireNonNull(
                Answer.await(
                                brokers,
                                admin.describeConfigs(List.of(resource)).all(),
                                "read the settings of the topic " + name)
                        .get(resource));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}

package io.nearline.faults.workload;

import io.nearline.topics.cluster.TopicPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.awaitility.Awaitility;

/** What an administrator can do to the posts topic. */
public final class PostsTopic {
    private static final String NAME = TopicPlan.POSTS.defaultName();

    private final String brokers;

    public PostsTopic(String brokers) {
        this.brokers = brokers;
    }

    /** Gives it one partition more. */
    public void addPartition() {
        with(
                admin -> {
                    int now = partitions(admin);
                    admin.createPartitions(Map.of(NAME, NewPartitions.increaseTo(now + 1)))
                            .all()
                            .get();
                });
    }

    /** Drops every record that it holds, as retention does. */
    public void dropAll() {
        with(
                admin -> {
                    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
                    for (int i = 0; i < partitions(admin); i++) {
                        all.put(new TopicPartition(NAME, i), RecordsToDelete.beforeOffset(-1));
                    }
                    admin.deleteRecords(all).all().get();
                });
    }

    /** Deletes it and makes it anew. */
    public void recreate() {
        with(
                admin -> {
                    int partitions = partitions(admin);
                    admin.deleteTopics(List.of(NAME)).all().get();
                    NewTopic topic =
                            new NewTopic(NAME, Optional.of(partitions), Optional.empty())
                                    .configs(TopicPlan.POSTS.settings());
                    Awaitility.await("the topic is gone")
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> create(admin, topic));
                });
    }

    private static boolean create(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new IllegalStateException("the topic could not be made anew", e);
        }
    }

    private static int partitions(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(NAME))
                .topicNameValues()
                .get(NAME)
                .get()
                .partitions()
                .size();
    }

    private interface Work {
        void with(Admin admin) throws ExecutionException, InterruptedException;
    }

    private void with(Work work) {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            work.with(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused a change of " + NAME, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

package io.nearline.topics.consume;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicState;
import io.nearline.topics.cluster.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two topics before anything is known of the store: what they are, and all that index-control
 * said.
 *
 * @param topics the clients; whoever takes them owns them
 * @param updates what index-updates is
 * @param controlId which index-control was read
 * @param control its records, in their order
 * @param longestPause how long a store may not have been up to date
 * @param openedAt by {@link System#nanoTime}
 */
record OpenedTopics(
        UpdateTopics topics,
        TopicState updates,
        Uuid controlId,
        List<ControlRecord> control,
        Duration longestPause,
        long openedAt) {

    private static final Logger LOG = LoggerFactory.getLogger(OpenedTopics.class);

    /** A record of index-control. */
    record ControlRecord(byte @Nullable [] key, byte @Nullable [] value) {}

    /**
     * Opens them.
     *
     * @throws ClusterException if the cluster refuses or does not answer, or a topic is not there
     * @throws org.apache.kafka.common.KafkaException the same, as a client says it
     */
    static OpenedTopics open(Cluster cluster, ConsumerOptions options) {
        Topics admin = Topics.of(cluster);
        try {
            return open(cluster, options, admin);
        } catch (RuntimeException e) {
            admin.closeNow();
            throw e;
        }
    }

    private static OpenedTopics open(Cluster cluster, ConsumerOptions options, Topics admin) {
        long openedAt = System.nanoTime();
        Duration longestPause = options.longestPause().orElseGet(() -> safePause(admin, options));
        TopicState updates = admin.state(options.updatesTopic());
        TopicState control = admin.state(options.controlTopic());
        UpdateTopics topics = UpdateTopics.open(cluster, options, updates, control, admin);
        try {
            List<ControlRecord> records = new ArrayList<>();
            topics.readControlToEnd((key, value) -> records.add(new ControlRecord(key, value)));
            return new OpenedTopics(topics, updates, control.id(), records, longestPause, openedAt);
        } catch (RuntimeException e) {
            topics.close();
            throw e;
        }
    }

    /** Whoever was up to date so long ago has missed no delete. */
    private static Duration safePause(Topics admin, ConsumerOptions options) {
        String setting = TopicConfig.DELETE_RETENTION_MS_CONFIG;
        String planned = String.valueOf(TopicPlan.INDEX_UPDATES.settings().get(setting));
        String found;
        try {
            warnUnlessCompacted(
                    options,
                    admin.setting(options.updatesTopic(), TopicConfig.CLEANUP_POLICY_CONFIG));
            found = admin.setting(options.updatesTopic(), setting).orElse(planned);
        } catch (ClusterException e) {
            if (e.mayPass()) {
                throw e;
            }
            LOG.warn("{}; taking {} ms, as planned, for its {}", e.getMessage(), planned, setting);
            found = planned;
        }
        return Duration.ofMillis(Long.parseLong(found));
    }

    private static void warnUnlessCompacted(ConsumerOptions options, Optional<String> policy) {
        if (!policy.equals(Optional.of(TopicConfig.CLEANUP_POLICY_COMPACT))) {
            LOG.warn(
                    "cleanup.policy of the topic {} is {}, and a snapshot may miss posts: set it to"
                            + " compact",
                    options.updatesTopic(),
                    policy.orElse("unset"));
        }
    }
}

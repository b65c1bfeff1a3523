package io.nearline.faults.search;

import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicState;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.control.ControlTopic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics that a query node reads, of one part of the campaign.
 *
 * @param name ends the names of the topics
 */
record SearchTopics(Cluster cluster, String name) {

    private static final int PARTITIONS = 4;

    /** Compaction that is seen within a minute: what is closed is compacted at once. */
    private static final Map<String, String> EAGER =
            Map.of(
                    TopicConfig.SEGMENT_BYTES_CONFIG, "8388608",
                    TopicConfig.SEGMENT_MS_CONFIG, "5000",
                    TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01");

    /** Creates them. */
    static SearchTopics create(String brokers, String name) {
        SearchTopics topics = new SearchTopics(Cluster.at(brokers), name);
        try (Topics admin = Topics.of(topics.cluster())) {
            for (TopicPlan plan :
                    List.of(
                            TopicPlan.POSTS,
                            TopicPlan.INDEX_UPDATES,
                            TopicPlan.INDEX_CONTROL,
                            TopicPlan.DEAD_LETTERS)) {
                admin.create(plan, topics.of(plan), plan.partitions(PARTITIONS), Optional.empty());
            }
        }
        topics.compactEagerly();
        return topics;
    }

    String of(TopicPlan plan) {
        return plan.defaultName() + "-" + name;
    }

    /** Says that the job serves these models. */
    void serve(List<SearchModel> models) {
        try (ControlTopic control = control()) {
            for (SearchModel model : models) {
                control.publish(
                        ModelServing.newBuilder(
                                        ControlRecords.serving(model.name(), ServingState.SERVING))
                                .setModelDigest(model.digest())
                                .setDimensions(model.dimensions())
                                .build());
            }
        }
    }

    /** Makes a model the active one in place of another, as a rollout does it. */
    void promote(SearchModel model, SearchModel former, long sequence) {
        try (ControlTopic control = control()) {
            control.publish(
                    ModelStatus.newBuilder(status(model, ModelState.ACTIVE, sequence))
                            .setReplaces(former.name())
                            .build());
            control.publish(status(former, ModelState.CANDIDATE, sequence + 1));
        }
    }

    /** Records of the updates' topic that are neither compacted nor yet to come. */
    TopicState updates() {
        return TopicState.of(cluster, of(TopicPlan.INDEX_UPDATES));
    }

    private static ModelStatus status(SearchModel model, ModelState state, long sequence) {
        return ModelStatus.newBuilder(ControlRecords.status(model.name(), state, sequence))
                .setModelDigest(model.digest())
                .build();
    }

    private ControlTopic control() {
        return ControlTopic.open(cluster, of(TopicPlan.INDEX_CONTROL));
    }

    private void compactEagerly() {
        Properties settings = cluster.adminSettings();
        ConfigResource topic =
                new ConfigResource(ConfigResource.Type.TOPIC, of(TopicPlan.INDEX_UPDATES));
        List<AlterConfigOp> changes =
                EAGER.entrySet().stream()
                        .map(one -> new ConfigEntry(one.getKey(), one.getValue()))
                        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                        .toList();
        try (Admin admin = Admin.create(settings)) {
            admin.incrementalAlterConfigs(Map.of(topic, changes)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not change the settings of " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

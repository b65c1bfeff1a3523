package io.nearline.cli.rollout;

import io.nearline.cli.CommandLineRun;
import io.nearline.embedding.ModelId;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The topics of one rollout, with names of their own, as a live job and consumers use them. */
record RolloutTopics(Cluster cluster, String prefix) {

    static RolloutTopics create(Cluster cluster, String prefix) {
        RolloutTopics created = new RolloutTopics(cluster, prefix);
        try (Topics topics = Topics.of(cluster)) {
            topics.create(TopicPlan.INDEX_CONTROL, created.control(), 1, Optional.empty());
            topics.create(TopicPlan.INDEX_UPDATES, created.updates(), 2, Optional.empty());
        }
        return created;
    }

    String control() {
        return prefix + "-control";
    }

    String updates() {
        return prefix + "-updates";
    }

    /** Runs a command of the rollout group that reads the control topic only. */
    CommandLineRun rollout(String... arguments) {
        List<String> all = new ArrayList<>(List.of("rollout"));
        all.addAll(Arrays.asList(arguments));
        all.add("--brokers=" + cluster.brokers());
        all.add("--index-control-topic=" + control());
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    /** Runs a command of the rollout group that runs the checks. */
    CommandLineRun gate(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--index-updates-topic=" + updates());
        all.add("--settle=0");
        return rollout(all.toArray(String[]::new));
    }

    /** What consumers see. */
    ControlView view() {
        try (ControlTopic topic = open()) {
            return topic.read();
        }
    }

    ControlTopic open() {
        return ControlTopic.open(cluster, control());
    }

    void decide(ModelId model, ModelState state, long sequence) {
        try (ControlTopic topic = open()) {
            topic.publish(
                    ModelStatus.newBuilder(ControlRecords.status(model.name(), state, sequence))
                            .setModelDigest(model.digest())
                            .build());
        }
    }

    void serve(ModelId model, ServingState state) {
        try (ControlTopic topic = open()) {
            topic.publish(
                    ModelServing.newBuilder(ControlRecords.serving(model, state))
                            .setDimensions(Updates.DIMENSIONS)
                            .build());
        }
    }

    /** Publishes the first revision of posts p0, p1, ... under a model. */
    void publish(ModelId model, int posts) {
        try (TopicWriter writer = new TopicWriter(cluster, updates())) {
            for (int post = 0; post < posts; post++) {
                IndexUpdate update =
                        IndexUpdate.newBuilder(Updates.upsert("p" + post, 1, model.name()))
                                .setModelDigest(model.digest())
                                .build();
                writer.write(Updates.key(update), Updates.value(update));
            }
        }
    }
}

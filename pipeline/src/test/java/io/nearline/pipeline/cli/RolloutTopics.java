package io.nearline.pipeline.cli;

import io.nearline.embedding.ModelId;
import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.TopicPlan;
import io.nearline.pipeline.broker.TopicWriter;
import io.nearline.pipeline.broker.Topics;
import io.nearline.pipeline.control.ControlRecords;
import io.nearline.pipeline.control.ControlTopic;
import io.nearline.pipeline.control.ControlView;
import io.nearline.pipeline.rollout.Updates;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
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
                    ModelServing.newBuilder(ControlRecords.serving(model.name(), state))
                            .setModelDigest(model.digest())
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

package io.nearline.bench.job;

import io.nearline.bench.team.TeamFormat;
import io.nearline.operations.settings.KafkaAccess;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Topics of one run, so that runs have nothing to do with each other.
 *
 * @param brokers where they are
 * @param name of the run
 * @param format of the posts
 */
public record RunTopics(String brokers, String name, TeamFormat format) {
    private static final short ONE_REPLICA = 1;

    /** Creates all of them, for posts in Nearline's own format. */
    public static RunTopics create(String brokers, String name, int partitions) {
        return create(brokers, name, partitions, TeamFormat.NEARLINE);
    }

    /** Creates all of them, for posts in some format. */
    static RunTopics create(String brokers, String name, int partitions, TeamFormat format) {
        RunTopics topics = new RunTopics(brokers, name, format);
        try (Topics cluster = Topics.of(topics.cluster())) {
            for (TopicPlan plan : TopicPlan.values()) {
                cluster.create(plan, topics.of(plan), partitions, Optional.of(ONE_REPLICA));
            }
        }
        return topics;
    }

    public String of(TopicPlan plan) {
        return plan.defaultName() + "-" + name;
    }

    public Cluster cluster() {
        return Cluster.at(brokers);
    }

    public PostPublisher publisher() {
        return new PostPublisher(cluster(), of(TopicPlan.POSTS));
    }

    /** How a job gets to them. */
    public KafkaAccess access() {
        return new KafkaAccess(
                Optional.of(brokers),
                Map.of(),
                Arrays.stream(TopicPlan.values())
                        .collect(Collectors.toMap(plan -> plan, this::of)));
    }
}

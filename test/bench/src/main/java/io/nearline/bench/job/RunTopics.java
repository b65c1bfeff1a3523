package io.nearline.bench.job;

import io.nearline.pipeline.config.JobOptions;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/**
 * Topics of one run, so that runs have nothing to do with each other.
 *
 * @param brokers where they are
 * @param name of the run
 */
public record RunTopics(String brokers, String name) {
    private static final short ONE_REPLICA = 1;

    /** Creates all of them. */
    public static RunTopics create(String brokers, String name, int partitions) {
        RunTopics topics = new RunTopics(brokers, name);
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

    /** The options that lead a job to them. */
    public Configuration options() {
        Configuration options = new Configuration();
        options.set(JobOptions.BOOTSTRAP_SERVERS, brokers);
        options.set(JobOptions.POSTS_TOPIC, of(TopicPlan.POSTS));
        options.set(JobOptions.INDEX_UPDATES_TOPIC, of(TopicPlan.INDEX_UPDATES));
        options.set(JobOptions.BACKFILL_UPDATES_TOPIC, of(TopicPlan.BACKFILL_UPDATES));
        options.set(JobOptions.INDEX_CONTROL_TOPIC, of(TopicPlan.INDEX_CONTROL));
        options.set(JobOptions.DEAD_LETTERS_TOPIC, of(TopicPlan.DEAD_LETTERS));
        return options;
    }
}

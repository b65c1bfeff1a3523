package io.nearline.cli;

import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicCheck;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks, before a job starts, whether its topics are there. */
final class TopicsInPlace {

    private TopicsInPlace() {}

    /** The job's topics with their names. */
    static Map<TopicPlan, String> namesOf(KafkaSettings kafka) {
        return new TreeMap<>(
                Map.of(
                        TopicPlan.POSTS, kafka.postsTopic(),
                        TopicPlan.INDEX_UPDATES, kafka.indexUpdatesTopic(),
                        TopicPlan.BACKFILL_UPDATES, kafka.backfillUpdatesTopic(),
                        TopicPlan.INDEX_CONTROL, kafka.indexControlTopic(),
                        TopicPlan.DEAD_LETTERS, kafka.deadLettersTopic()));
    }

    /**
     * Passes if all topics are there; warns of settings that are not as planned.
     *
     * @throws CommandException naming every topic that is missing
     * @throws io.nearline.topics.cluster.ClusterException if the brokers do not answer
     */
    static void require(Cluster cluster, Map<TopicPlan, String> names, PrintWriter err) {
        List<String> missing = new ArrayList<>();
        try (Topics topics = Topics.of(cluster)) {
            names.forEach(
                    (plan, name) -> {
                        TopicCheck check = topics.check(plan, name);
                        if (check.state() == TopicCheck.State.MISSING) {
                            missing.add(name);
                        }
                        for (String difference : check.differences()) {
                            err.println("nearline: warning: topic " + name + ": " + difference);
                        }
                    });
        }
        if (!missing.isEmpty()) {
            throw new CommandException(
                    "there is no topic "
                            + String.join(", no topic ", missing)
                            + " at "
                            + cluster.brokers()
                            + ": make what is missing with: nearline topics create --brokers "
                            + cluster.brokers());
        }
    }
}

package io.nearline.operations.stream;

import io.nearline.operations.RefusedException;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicCheck;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Looks, before a job starts, whether its topics are there. */
final class TopicsInPlace {

    private TopicsInPlace() {}

    /**
     * Passes if all of a job's topics are there.
     *
     * @param warnings told of settings that are not as planned
     * @throws RefusedException naming every topic that is missing
     * @throws io.nearline.topics.cluster.ClusterException if the brokers do not answer
     */
    static void require(KafkaSettings kafka, Consumer<String> warnings) {
        Cluster cluster = new Cluster(kafka.bootstrapServers(), kafka.clientProperties());
        List<String> missing = new ArrayList<>();
        try (Topics topics = Topics.of(cluster)) {
            namesOf(kafka)
                    .forEach(
                            (plan, name) -> {
                                TopicCheck check = topics.check(plan, name);
                                if (check.state() == TopicCheck.State.MISSING) {
                                    missing.add(name);
                                }
                                for (String difference : check.differences()) {
                                    warnings.accept("topic %s: %s".formatted(name, difference));
                                }
                            });
        }
        if (!missing.isEmpty()) {
            throw new RefusedException(
                    "there is no topic %1$s at %2$s: make what is missing with: nearline topics create --brokers %2$s"
                            .formatted(String.join(", no topic ", missing), cluster.brokers()));
        }
    }

    private static Map<TopicPlan, String> namesOf(KafkaSettings kafka) {
        return new TreeMap<>(
                Map.of(
                        TopicPlan.POSTS, kafka.postsTopic(),
                        TopicPlan.INDEX_UPDATES, kafka.indexUpdatesTopic(),
                        TopicPlan.BACKFILL_UPDATES, kafka.backfillUpdatesTopic(),
                        TopicPlan.INDEX_CONTROL, kafka.indexControlTopic(),
                        TopicPlan.DEAD_LETTERS, kafka.deadLettersTopic()));
    }
}

package io.nearline.operations.settings;

import io.nearline.topics.cluster.TopicPlan;
import java.util.Map;
import java.util.Optional;

/**
 * How a job gets to its topics.
 *
 * @param brokers {@code host:port,...}; empty if the settings beside this say it
 * @param clientSettings settings of every Kafka client, by Kafka's names
 * @param topics names of topics; those that are not there, or have the planned name, are called as
 *     the settings say
 */
public record KafkaAccess(
        Optional<String> brokers,
        Map<String, String> clientSettings,
        Map<TopicPlan, String> topics) {

    public KafkaAccess {
        clientSettings = Map.copyOf(clientSettings);
        topics = Map.copyOf(topics);
    }

    /** Topics of the planned names on brokers that ask for nothing. */
    public static KafkaAccess at(String brokers) {
        return new KafkaAccess(Optional.of(brokers), Map.of(), Map.of());
    }

    /** Counts only the client settings, which may hold passwords. */
    @Override
    public String toString() {
        return "%s with %d client settings, topics %s"
                .formatted(brokers.orElse("brokers as set"), clientSettings.size(), topics);
    }
}

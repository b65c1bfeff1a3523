package io.nearline.topics.cluster;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What a topic is now.
 *
 * @param id changes when a topic is deleted and made anew under its name
 * @param beginnings offset of the oldest record that is kept, by partition
 * @param ends offset after the newest record, committed or not, by partition
 */
public record TopicState(Uuid id, Map<Integer, Long> beginnings, Map<Integer, Long> ends) {

    /**
     * Asks for it.
     *
     * @throws ClusterException if there is no such topic or the cluster does not answer
     */
    public static TopicState of(Cluster cluster, String topic) {
        try (Topics topics = Topics.of(cluster)) {
            return topics.state(topic);
        }
    }

    static TopicState of(String brokers, Admin admin, String topic) {
        String task = "describe the topic " + topic;
        TopicDescription found =
                Objects.requireNonNull(
                        Answer.await(
                                        brokers,
                                        admin.describeTopics(List.of(topic)).allTopicNames(),
                                        task)
                                .get(topic));
        List<TopicPartition> partitions =
                found.partitions().stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        return new TopicState(
                found.topicId(),
                offsets(brokers, admin, partitions, OffsetSpec.earliest(), task),
                offsets(brokers, admin, partitions, OffsetSpec.latest(), task));
    }

    private static Map<Integer, Long> offsets(
            String brokers,
            Admin admin,
            List<TopicPartition> partitions,
            OffsetSpec which,
            String task) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> answer =
                Answer.await(brokers, admin.listOffsets(asked).all(), task);
        Map<Integer, Long> offsets = new TreeMap<>();
        answer.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
        return offsets;
    }
}

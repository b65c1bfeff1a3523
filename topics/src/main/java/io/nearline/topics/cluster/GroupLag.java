package io.nearline.topics.cluster;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group is behind the end of a topic. */
public final class GroupLag {

    private GroupLag() {}

    /**
     * Records of the topic that the group has not committed yet.
     *
     * @return empty if the group has committed nothing there
     * @throws ClusterException if there is no such topic or the cluster does not answer
     */
    public static OptionalLong of(Cluster cluster, String group, String topic) {
        Map<Integer, Long> ends;
        Map<Integer, Long> beginnings;
        try (TopicSlices slices = TopicSlices.open(cluster, topic)) {
            ends = slices.ends();
            beginnings = slices.beginnings();
        }
        Map<TopicPartition, OffsetAndMetadata> committed = committed(cluster, group);
        boolean any = false;
        long lag = 0;
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            OffsetAndMetadata offset = committed.get(new TopicPartition(topic, end.getKey()));
            any |= offset != null;
            long reached = offset == null ? beginnings.get(end.getKey()) : offset.offset();
            lag += Math.max(0, end.getValue() - reached);
        }
        return any ? OptionalLong.of(lag) : OptionalLong.empty();
    }

    /**
     * Offsets that the group has committed, by partition; none where it never did.
     *
     * @throws ClusterException if the cluster does not answer
     */
    public static Map<Integer, Long> committed(Cluster cluster, String group, String topic) {
        Map<Integer, Long> offsets = new TreeMap<>();
        committed(cluster, group)
                .forEach(
                        (partition, offset) -> {
                            if (partition.topic().equals(topic) && offset != null) {
                                offsets.put(partition.partition(), offset.offset());
                            }
                        });
        return offsets;
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Cluster cluster, String group) {
        String task = "read the offsets of the group " + group;
        try (Admin admin = Admin.create(cluster.adminSettings())) {
            return Answer.await(
                    cluster.brokers(),
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                    task);
        }
    }
}

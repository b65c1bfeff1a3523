package io.nearline.topics.cluster;

import java.util.List;
import java.util.Properties;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Opens consumers that read every partition of a topic without joining a group. */
final class AssignedConsumer {

    private AssignedConsumer() {}

    /**
     * Opens a consumer, and closes it again if what is made of it fails.
     *
     * @param settings of the consumer
     * @param owner makes what owns the consumer from then on, of it and of its partitions
     * @throws ClusterException if there is no such topic or the cluster does not answer
     */
    static <T> T open(
            Cluster cluster,
            String topic,
            Properties settings,
            BiFunction<KafkaConsumer<byte[], byte[]>, List<TopicPartition>, T> owner) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
        try {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            if (partitions.isEmpty()) {
                throw ClusterException.noTopic(cluster.brokers(), topic);
            }
            consumer.assign(partitions);
            return owner.apply(consumer, partitions);
        } catch (KafkaException e) {
            consumer.close();
            throw ClusterException.of(cluster.brokers(), "read the topic " + topic, e);
        } catch (ClusterException e) {
            consumer.close();
            throw e;
        }
    }
}

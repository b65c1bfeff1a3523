package io.nearline.pipeline.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed records of a topic, all partitions, without joining a group. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {

    /** Where reading begins. */
    public enum StartAt {
        /** With the oldest record that is kept. */
        BEGINNING,
        /** With the first record written after opening. */
        END
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> endsAtOpening;

    private TopicReader(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> endsAtOpening) {
        this.consumer = consumer;
        this.endsAtOpening = endsAtOpening;
    }

    /**
     * Opens a topic.
     *
     * @throws ClusterException if there is no such topic or the cluster does not answer
     */
    public static TopicReader open(Cluster cluster, String topic, StartAt startAt) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(cluster.consumerSettings());
        try {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            if (partitions.isEmpty()) {
                throw ClusterException.noTopic(cluster.brokers(), topic);
            }
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            if (startAt == StartAt.BEGINNING) {
                consumer.seekToBeginning(partitions);
            } else {
                ends.forEach(consumer::seek);
            }
            return new TopicReader(consumer, ends);
        } catch (KafkaException e) {
            consumer.close();
            throw ClusterException.of(cluster.brokers(), "read the topic " + topic, e);
        } catch (ClusterException e) {
            consumer.close();
            throw e;
        }
    }

    /** The next records; none if nothing came in this time. */
    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
        return polled;
    }

    /** Whether everything that was there at opening has been returned. */
    public boolean isPastEndAtOpening() {
        return endsAtOpening.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}

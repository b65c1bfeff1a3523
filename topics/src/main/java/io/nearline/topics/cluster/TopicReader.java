package io.nearline.topics.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

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
    private final String brokers;
    private final String topic;
    private final Map<TopicPartition, Long> endsAtOpening;

    private TopicReader(
            KafkaConsumer<byte[], byte[]> consumer,
            String brokers,
            String topic,
            Map<TopicPartition, Long> endsAtOpening) {
        this.consumer = consumer;
        this.brokers = brokers;
        this.topic = topic;
        this.endsAtOpening = endsAtOpening;
    }

    /**
     * Opens a topic.
     *
     * @throws ClusterException if there is no such topic or the cluster does not answer
     */
    public static TopicReader open(Cluster cluster, String topic, StartAt startAt) {
        return open(
                cluster,
                topic,
                (consumer, ends) -> {
                    if (startAt == StartAt.BEGINNING) {
                        consumer.seekToBeginning(ends.keySet());
                    } else {
                        ends.forEach(consumer::seek);
                    }
                });
    }

    /**
     * Opens a topic at the first record of each partition that has this Kafka time or a later one.
     *
     * @throws ClusterException if there is no such topic or the cluster does not answer
     */
    public static TopicReader openSince(Cluster cluster, String topic, Instant time) {
        return open(
                cluster,
                topic,
                (consumer, ends) -> {
                    Map<TopicPartition, Long> wanted = new HashMap<>();
                    ends.keySet().forEach(one -> wanted.put(one, time.toEpochMilli()));
                    Map<TopicPartition, OffsetAndTimestamp> found =
                            consumer.offsetsForTimes(wanted);
                    ends.forEach(
                            (partition, end) -> {
                                OffsetAndTimestamp first = found.get(partition);
                                consumer.seek(partition, first == null ? end : first.offset());
                            });
                });
    }

    private static TopicReader open(
            Cluster cluster,
            String topic,
            BiConsumer<KafkaConsumer<byte[], byte[]>, Map<TopicPartition, Long>> seek) {
        return AssignedConsumer.open(
                cluster,
                topic,
                cluster.consumerSettings(),
                (consumer, partitions) -> {
                    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                    seek.accept(consumer, ends);
                    return new TopicReader(consumer, cluster.brokers(), topic, ends);
                });
    }

    /** The next records; none if nothing came in this time. */
    public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
        return polled;
    }

    /** Whether everything that was there at opening has been returned. */
    public boolean isPastEndAtOpening() {
        return isPast(endsAtOpening);
    }

    /**
     * Hands over every record from where reading stands to the end that the topic has now.
     *
     * @throws ClusterException if the cluster does not answer
     */
    public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (!isPast(ends)) {
                long position = position();
                consumer.poll(Duration.ofMillis(Cluster.ANSWER_MILLIS)).forEach(reader);
                if (position() == position) {
                    throw new TimeoutException("no record in " + Cluster.ANSWER_MILLIS + " ms");
                }
            }
        } catch (KafkaException e) {
            throw ClusterException.of(brokers, "read the topic " + topic, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private boolean isPast(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Grows with every record read, and with every one that was compacted away. */
    private long position() {
        return consumer.assignment().stream().mapToLong(consumer::position).sum();
    }
}

package io.nearline.topics.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks into a topic by offset and by time, at committed records, without joining a group. Not
 * thread-safe.
 */
public final class TopicSlices implements AutoCloseable {

    /** A slice is a few records: the default of a megabyte would fetch a thousand for them. */
    private static final String FETCH_BYTES = Integer.toString(128 << 10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String brokers;
    private final String topic;
    private final List<TopicPartition> partitions;

    private TopicSlices(
            KafkaConsumer<byte[], byte[]> consumer,
            String brokers,
            String topic,
            List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.brokers = brokers;
        this.topic = topic;
        this.partitions = partitions;
    }

    /**
     * Opens a topic.
     *
     * @throws ClusterException if there is no such topic or the cluster does not answer
     */
    public static TopicSlices open(Cluster cluster, String topic) {
        Properties settings = cluster.consumerSettings();
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return AssignedConsumer.open(
                cluster,
                topic,
                settings,
                (consumer, partitions) -> {
                    // Assigned only because the client warns where it is asked of others.
                    consumer.pause(partitions);
                    return new TopicSlices(consumer, cluster.brokers(), topic, partitions);
                });
    }

    /** Offset of the oldest record that is kept, by partition. */
    public Map<Integer, Long> beginnings() {
        return byPartition(asked(() -> consumer.beginningOffsets(partitions)));
    }

    /** Offset after the newest committed record, by partition. */
    public Map<Integer, Long> ends() {
        return byPartition(asked(() -> consumer.endOffsets(partitions)));
    }

    /** Offset of the first record of this time or later, by partition; the end where none is. */
    public Map<Integer, Long> firstAt(Instant time) {
        Map<TopicPartition, Long> wanted = new TreeMap<>(TopicSlices::compare);
        partitions.forEach(partition -> wanted.put(partition, time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found =
                asked(() -> consumer.offsetsForTimes(wanted));
        Map<Integer, Long> offsets = ends();
        found.forEach(
                (partition, offset) -> {
                    if (offset != null) {
                        offsets.merge(partition.partition(), offset.offset(), Math::min);
                    }
                });
        return offsets;
    }

    /**
     * Records of one partition.
     *
     * @param start offset to begin at
     * @param end offset to stop before; at most the partition's end
     * @param most how many records at most
     * @return fewer than asked if the slice has no more, as after compaction
     */
    public List<ConsumerRecord<byte[], byte[]>> read(
            int partition, long start, long end, int most) {
        TopicPartition from = new TopicPartition(topic, partition);
        return asked(
                () -> {
                    consumer.seek(from, start);
                    consumer.resume(List.of(from));
                    try {
                        return gather(from, end, most);
                    } finally {
                        consumer.pause(List.of(from));
                    }
                });
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<ConsumerRecord<byte[], byte[]>> gather(TopicPartition from, long end, int most) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (records.size() < most && consumer.position(from) < end) {
            long position = consumer.position(from);
            for (ConsumerRecord<byte[], byte[]> polled :
                    consumer.poll(Duration.ofMillis(Cluster.ANSWER_MILLIS))) {
                if (polled.offset() < end && records.size() < most) {
                    records.add(polled);
                }
            }
            if (consumer.position(from) == position) {
                throw ClusterException.of(
                        brokers, "read the topic " + topic, new TimeoutException("no record"));
            }
        }
        return records;
    }

    private <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException e) {
            throw ClusterException.of(brokers, "read the topic " + topic, e);
        }
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byNumber = new TreeMap<>();
        offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
        return byNumber;
    }

    private static int compare(TopicPartition one, TopicPartition other) {
        return Integer.compare(one.partition(), other.partition());
    }
}

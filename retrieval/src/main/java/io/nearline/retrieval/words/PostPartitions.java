package io.nearline.retrieval.words;

import io.nearline.topics.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of the posts topic, read by one Kafka client without a group. Not thread-safe but
 * for {@link #wakeup}.
 */
final class PostPartitions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostPartitions.class);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<Integer> read = new TreeSet<>();

    PostPartitions(Cluster cluster, String topic) {
        this.topic = topic;
        var settings = cluster.consumerSettings();
        // A position that is not there any more must be told of.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.consumer = new KafkaConsumer<>(settings);
    }

    /** Reads nothing any more. */
    void clear() {
        read.clear();
        consumer.unsubscribe();
    }

    /**
     * Reads these partitions, those that are new from the offset given, or from the beginning.
     *
     * @param next offset of the next record, by partition
     */
    void follow(Collection<Integer> partitions, Map<Integer, Long> next) {
        Set<Integer> added = new TreeSet<>(partitions);
        added.removeAll(read);
        if (added.isEmpty()) {
            return;
        }
        read.addAll(added);
        consumer.assign(read.stream().map(this::partition).toList());
        List<TopicPartition> whole = new ArrayList<>();
        for (int one : added) {
            Long offset = next.get(one);
            if (offset == null) {
                whole.add(partition(one));
            } else {
                consumer.seek(partition(one), offset);
            }
        }
        if (!whole.isEmpty()) {
            consumer.seekToBeginning(whole);
        }
    }

    /** The next records; none if nothing came in this time, or what came next is gone. */
    ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (OffsetOutOfRangeException e) {
            LOG.warn(
                    "records of {} behind the texts' position are gone: going on with those left",
                    topic);
            consumer.seekToBeginning(e.partitions());
            return ConsumerRecords.empty();
        }
    }

    /**
     * Reads what was polled once more, from the next record of each partition.
     *
     * @param next offset of the next record, by partition; where it names none, that is the first
     *     one polled
     */
    void rewind(ConsumerRecords<byte[], byte[]> polled, Map<Integer, Long> next) {
        for (TopicPartition one : polled.partitions()) {
            long first = polled.records(one).get(0).offset();
            consumer.seek(one, next.getOrDefault(one.partition(), first));
        }
    }

    /** Ends a call that waits for the cluster; from another thread. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }
}

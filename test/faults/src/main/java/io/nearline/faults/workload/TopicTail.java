package io.nearline.faults.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning for ever, through absences of the broker, and finds partitions
 * that are added. It needs no consumer group, so that nothing but the partitions decides what is
 * read.
 */
final class TopicTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(40);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<String> topics;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Set<String> toForget = new HashSet<>();
    private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;
    private volatile boolean atEnd;

    TopicTail(String brokers, String isolation, Set<String> topics) {
        this.topics = Set.copyOf(topics);
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "2000");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "300");
        consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What has arrived since the last call, after a moment's wait. */
    List<ConsumerRecord<byte[], byte[]>> poll() {
        lookForPartitions();
        if (assigned.isEmpty()) {
            // The broker has not answered yet.
            LockSupport.parkNanos(POLL.toNanos());
            return List.of();
        }
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(all::add);
        atEnd = records.isEmpty() && isAtEnd();
        return all;
    }

    /** Whether the last call found the end of every topic. */
    boolean atEnd() {
        return atEnd;
    }

    /** Reads that topic from its beginning again. */
    void forget(String topic) {
        synchronized (toForget) {
            toForget.add(topic);
        }
        atEnd = false;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private boolean isAtEnd() {
        return assigned.stream().allMatch(p -> consumer.currentLag(p).orElse(1) == 0);
    }

    private void lookForPartitions() {
        synchronized (toForget) {
            for (String topic : toForget) {
                assigned.removeIf(partition -> partition.topic().equals(topic));
                consumer.assign(assigned);
                lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;
            }
            toForget.clear();
        }
        if (System.nanoTime() - lookedAt < LOOK_EVERY_NANOS) {
            return;
        }
        lookedAt = System.nanoTime();
        Set<TopicPartition> found = new HashSet<>(assigned);
        try {
            for (String topic : topics) {
                for (PartitionInfo info : consumer.partitionsFor(topic, ANSWER)) {
                    found.add(new TopicPartition(topic, info.partition()));
                }
            }
        } catch (KafkaException e) {
            // The broker is away: the partitions known are read as soon as it is back.
            return;
        }
        if (found.size() > assigned.size()) {
            Set<TopicPartition> added = new HashSet<>(found);
            added.removeAll(assigned);
            assigned.addAll(found);
            consumer.assign(assigned);
            consumer.seekToBeginning(added);
        }
    }
}

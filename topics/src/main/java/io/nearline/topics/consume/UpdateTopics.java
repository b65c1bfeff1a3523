package io.nearline.topics.consume;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The two topics that a consumer follows, read by one Kafka client without a group. Not
 * thread-safe.
 */
final class UpdateTopics implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final String updates;
    private final List<TopicPartition> controls;
    private final List<TopicPartition> partitions = new ArrayList<>();

    private UpdateTopics(
            KafkaConsumer<byte[], byte[]> consumer,
            Admin admin,
            String updates,
            List<TopicPartition> controls) {
        this.consumer = consumer;
        this.admin = admin;
        this.updates = updates;
        this.controls = controls;
    }

    /** Opens them: index-control at its beginning, index-updates not yet. */
    static UpdateTopics open(Cluster cluster, String updates, String control) {
        Properties settings = cluster.consumerSettings();
        // A position that is not there any more must be seen, not mended.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
        try {
            List<TopicPartition> controls =
                    consumer.partitionsFor(control).stream()
                            .map(info -> new TopicPartition(control, info.partition()))
                            .toList();
            if (controls.isEmpty()) {
                throw ClusterException.noTopic(cluster.brokers(), control);
            }
            consumer.assign(controls);
            consumer.beginningOffsets(controls).forEach(consumer::seek);
            Admin admin = Admin.create(cluster.adminSettings());
            return new UpdateTopics(consumer, admin, updates, controls);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Hands over every record that index-control has now; before index-updates is read. */
    void readControlToEnd(BiConsumer<byte @Nullable [], byte @Nullable []> reader) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(controls);
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            long before = position(controls);
            for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(ANSWER)) {
                reader.accept(polled.key(), polled.value());
            }
            if (position(controls) == before) {
                throw new TimeoutException("no record in " + ANSWER);
            }
        }
    }

    /** Reads these partitions of index-updates too, from these offsets on. */
    void add(SortedMap<Integer, Long> starts) {
        starts.keySet().forEach(one -> partitions.add(new TopicPartition(updates, one)));
        List<TopicPartition> all = new ArrayList<>(controls);
        all.addAll(partitions);
        consumer.assign(all);
        starts.forEach((one, next) -> consumer.seek(new TopicPartition(updates, one), next));
    }

    /** Reads index-control from its beginning again. */
    void rewindControl() {
        consumer.beginningOffsets(controls).forEach(consumer::seek);
    }

    /**
     * The next records of both topics; none if nothing came in this time.
     *
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException if a position is not
     *     there
     */
    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        return consumer.poll(timeout);
    }

    boolean isUpdate(ConsumerRecord<byte[], byte[]> polled) {
        return polled.topic().equals(updates);
    }

    boolean isUpdate(TopicPartition partition) {
        return partition.topic().equals(updates);
    }

    /** The offset behind what was polled, by partition of index-updates. */
    SortedMap<Integer, Long> positions() {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        partitions.forEach(one -> positions.put(one.partition(), consumer.position(one)));
        return positions;
    }

    /**
     * Asks where the committed records of index-updates end. By a client of its own: a broker
     * answers a connection's requests one after the other, and would first wait for new records.
     */
    KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> askEnds() {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(one -> wanted.put(one, OffsetSpec.latest()));
        return admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all();
    }

    /** How many offsets of committed records there are to go, as far as the client knows. */
    OptionalLong behind() {
        long sum = 0;
        for (TopicPartition one : partitions) {
            OptionalLong lag = consumer.currentLag(one);
            if (lag.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += lag.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        consumer.close();
    }

    private long position(Collection<TopicPartition> some) {
        return some.stream().mapToLong(consumer::position).sum();
    }
}

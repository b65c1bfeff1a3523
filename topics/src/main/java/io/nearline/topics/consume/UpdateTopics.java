package io.nearline.topics.consume;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicState;
import io.nearline.topics.cluster.Topics;
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
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The two topics that a consumer follows, read by one Kafka client without a group. Not
 * thread-safe, but may be handed from one thread to another.
 */
final class UpdateTopics implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /**
     * A broker that has no record holds its answer back this long, and the client asks for
     * partitions that were added meanwhile after it.
     */
    private static final int LONGEST_FETCH_MILLIS = 100;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topics admin;
    private final String updates;
    private final List<TopicPartition> controls;
    private final List<TopicPartition> partitions = new ArrayList<>();

    private UpdateTopics(
            KafkaConsumer<byte[], byte[]> consumer,
            Topics admin,
            String updates,
            List<TopicPartition> controls) {
        this.consumer = consumer;
        this.admin = admin;
        this.updates = updates;
        this.controls = controls;
    }

    /**
     * Opens them: index-control at its beginning; index-updates is looked up and not read before
     * {@link #add}.
     *
     * @param updates what index-updates is
     * @param control what index-control is
     * @param admin looks at them; closed with this, or by the caller if this fails
     */
    static UpdateTopics open(
            Cluster cluster,
            ConsumerOptions options,
            TopicState updates,
            TopicState control,
            Topics admin) {
        Properties settings = cluster.consumerSettings();
        // A position that is not there any more must be seen, not mended.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LONGEST_FETCH_MILLIS);
        Map<TopicPartition, Long> controls = starts(options.controlTopic(), control);
        Map<TopicPartition, Long> later = starts(options.updatesTopic(), updates);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
        try {
            // Together, so that the client asks once where all of them are.
            List<TopicPartition> all = new ArrayList<>(controls.keySet());
            all.addAll(later.keySet());
            consumer.assign(all);
            consumer.pause(later.keySet());
            later.forEach(consumer::seek);
            controls.forEach(consumer::seek);
            return new UpdateTopics(
                    consumer, admin, options.updatesTopic(), List.copyOf(controls.keySet()));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Looks at the cluster, by a client of its own; not for use after {@link #close}. */
    Topics admin() {
        return admin;
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
        consumer.resume(partitions);
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
        return admin.askCommittedEnds(partitions);
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
        admin.closeNow();
        consumer.close();
    }

    private long position(Collection<TopicPartition> some) {
        return some.stream().mapToLong(consumer::position).sum();
    }

    private static Map<TopicPartition, Long> starts(String topic, TopicState state) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        state.beginnings()
                .forEach((one, first) -> starts.put(new TopicPartition(topic, one), first));
        return starts;
    }
}

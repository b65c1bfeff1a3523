package io.nearline.it.flow;

import io.nearline.broker.LocalBroker;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.PublishedIndex;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicSlices;
import io.nearline.topics.cluster.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker with the topics as planned; the far ends of the flow. */
final class LocalTopics implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final Duration POLL = Duration.ofMillis(200);

    private final LocalBroker broker;
    private final KafkaProducer<byte[], byte[]> source;
    private final AvroCodec<PostEvent> posts = AvroCodec.of(PostEvent.class);

    private LocalTopics(LocalBroker broker) {
        this.broker = broker;
        this.source =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                broker.bootstrapServers(),
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                TopicPlan.LARGEST_REQUEST),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Starts the broker and makes the topics. */
    static LocalTopics in(Path directory) {
        LocalBroker broker = LocalBroker.start(directory);
        try (Topics topics = Topics.of(Cluster.at(broker.bootstrapServers()))) {
            for (TopicPlan plan : TopicPlan.values()) {
                topics.create(plan, plan.defaultName(), PARTITIONS, Optional.empty());
            }
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return new LocalTopics(broker);
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Makes a further topic that is planned as another. */
    void create(TopicPlan plan, String name) {
        try (Topics topics = Topics.of(Cluster.at(broker.bootstrapServers()))) {
            topics.create(plan, name, PARTITIONS, Optional.empty());
        }
    }

    /** Publishes posts as their source does: keyed by post id, in order. */
    void publish(List<PostEvent> events) throws ExecutionException, InterruptedException {
        for (PostEvent event : events) {
            byte[] key = event.getPostId().getBytes(StandardCharsets.UTF_8);
            publish(key, posts.encode(event), Map.of());
        }
    }

    /** Publishes any bytes, or a tombstone if {@code value} is null. */
    void publish(byte[] key, byte[] value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        var record = new ProducerRecord<>(TopicPlan.POSTS.defaultName(), key, value);
        Headers sent = record.headers();
        headers.forEach((name, text) -> sent.add(name, text.getBytes(StandardCharsets.UTF_8)));
        source.send(record).get();
    }

    /** Publishes a post that says it was written at the given time. */
    void publishAt(Instant time, PostEvent event) throws ExecutionException, InterruptedException {
        byte[] key = event.getPostId().getBytes(StandardCharsets.UTF_8);
        source.send(
                        new ProducerRecord<>(
                                TopicPlan.POSTS.defaultName(),
                                null,
                                time.toEpochMilli(),
                                key,
                                posts.encode(event)))
                .get();
    }

    /** Publishes any bytes to the topic that backfills write to. */
    void publishBackfilled(byte[] key, byte[] value)
            throws ExecutionException, InterruptedException {
        source.send(new ProducerRecord<>(TopicPlan.BACKFILL_UPDATES.defaultName(), key, value))
                .get();
    }

    /** Publishes any bytes to the index-control topic. */
    void publishControl(byte[] key, byte[] value) throws ExecutionException, InterruptedException {
        source.send(new ProducerRecord<>(TopicPlan.INDEX_CONTROL.defaultName(), key, value)).get();
    }

    /** All committed updates so far, in order per key; without tombstones. */
    List<IndexUpdate> updates() {
        return readAll(TopicPlan.INDEX_UPDATES, IndexUpdate.class);
    }

    /** Keys of all committed tombstones so far, in order per key. */
    List<IndexKey> tombstones() {
        List<IndexKey> keys = new ArrayList<>();
        read(
                TopicPlan.INDEX_UPDATES,
                polled -> {
                    if (polled.value() == null) {
                        keys.add(IndexKey.parse(polled.key()));
                    }
                });
        return keys;
    }

    /** Key and headers of all committed records of the topic so far, as text, in order per key. */
    List<String> headers(TopicPlan topic) {
        List<String> lines = new ArrayList<>();
        read(topic, polled -> lines.add(headers(polled)));
        return lines;
    }

    private static String headers(ConsumerRecord<byte[], byte[]> polled) {
        StringBuilder line = new StringBuilder(new String(polled.key(), StandardCharsets.UTF_8));
        for (Header header : polled.headers()) {
            line.append(' ').append(header.key()).append('=');
            line.append(new String(header.value(), StandardCharsets.UTF_8));
        }
        return line.toString();
    }

    /** All committed vectors of backfills so far. */
    List<IndexUpdate> backfilled() {
        return readAll(TopicPlan.BACKFILL_UPDATES, IndexUpdate.class);
    }

    /** All committed reports of backfills so far, in order. */
    List<BackfillReport> backfillReports() {
        return readAll(TopicPlan.INDEX_CONTROL, BackfillReport.class);
    }

    /** The offsets that the posts topic holds now. */
    OffsetRanges postOffsets() {
        Map<Integer, OffsetRanges.Range> ranges = new TreeMap<>();
        try (TopicSlices slices =
                TopicSlices.open(Cluster.at(bootstrapServers()), TopicPlan.POSTS.defaultName())) {
            slices.ends()
                    .forEach(
                            (partition, end) ->
                                    ranges.put(partition, new OffsetRanges.Range(0, end)));
        }
        return OffsetRanges.of(ranges);
    }

    /** All committed dead letters so far. */
    List<DeadLetter> deadLetters() {
        return readAll(TopicPlan.DEAD_LETTERS, DeadLetter.class);
    }

    /** The index as a consumer has it that applies all committed updates. */
    PublishedIndex index() {
        PublishedIndex index = new PublishedIndex();
        AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        read(
                TopicPlan.INDEX_UPDATES,
                polled -> {
                    if (polled.value() == null) {
                        index.forget(IndexKey.parse(polled.key()));
                    } else {
                        index.apply(codec.decode(polled.value()));
                    }
                });
        return index;
    }

    private <T extends SpecificRecord> List<T> readAll(TopicPlan topic, Class<T> type) {
        AvroCodec<T> codec = AvroCodec.of(type);
        List<T> records = new ArrayList<>();
        read(
                topic,
                polled -> {
                    if (polled.value() != null) {
                        records.add(codec.decode(polled.value()));
                    }
                });
        return records;
    }

    /** All committed records of a topic so far, in order per key. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        read(topic, records::add);
        return records;
    }

    private void read(TopicPlan topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        read(topic.defaultName(), each);
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (TopicReader reader =
                TopicReader.open(
                        Cluster.at(bootstrapServers()), topic, TopicReader.StartAt.BEGINNING)) {
            while (!reader.isPastEndAtOpening()) {
                reader.poll(POLL).forEach(each);
            }
        }
    }

    @Override
    public void close() {
        try (broker) {
            source.close();
        }
    }
}

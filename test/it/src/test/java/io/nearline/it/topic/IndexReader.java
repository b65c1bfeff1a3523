package io.nearline.it.topic;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.PublishedIndex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the index-updates topic from its beginning into a {@link PublishedIndex}. */
public final class IndexReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final PublishedIndex index = new PublishedIndex();

    /** A reader of all partitions of that topic. */
    public IndexReader(String bootstrapServers, String topic) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Applies what has arrived since the last call, waiting a moment for it, and returns the index.
     */
    public PublishedIndex catchUp() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.value() == null) {
                index.forget(IndexKey.parse(record.key()));
            } else {
                index.apply(codec.decode(record.value()));
            }
        }
        return index;
    }

    @Override
    public void close() {
        consumer.close();
    }
}

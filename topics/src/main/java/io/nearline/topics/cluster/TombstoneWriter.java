package io.nearline.topics.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.UpdateHeaders;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Writes many null values to index-updates, by which compaction removes their keys. */
public final class TombstoneWriter implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String brokers;
    private final String topic;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** A writer to one topic of the cluster, which must exist. */
    public TombstoneWriter(Cluster cluster, String topic) {
        this.producer = new KafkaProducer<>(cluster.producerSettings());
        this.brokers = cluster.brokers();
        this.topic = topic;
    }

    /**
     * Sends one; {@link #flush} says whether it has arrived.
     *
     * @param partition where the key lies, which is not where it would go now if the topic has got
     *     more partitions since
     * @param key a key of index-updates
     * @throws ClusterException if the cluster does not answer
     */
    public void write(int partition, byte[] key) {
        try {
            var unused =
                    producer.send(
                            tombstone(partition, key),
                            (sent, failed) -> {
                                if (failed != null) {
                                    failure.compareAndSet(null, failed);
                                }
                            });
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    /**
     * Waits until the cluster has acknowledged all that were sent.
     *
     * @throws ClusterException if it has not; some may be there all the same
     */
    public void flush() {
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw failed(first);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private ProducerRecord<byte[], byte[]> tombstone(int partition, byte[] key) {
        String modelName = IndexKey.parse(key).modelName();
        Headers headers =
                new RecordHeaders()
                        .add(UpdateHeaders.KIND, UpdateHeaders.TOMBSTONE.getBytes(UTF_8))
                        .add(UpdateHeaders.MODEL, modelName.getBytes(UTF_8));
        return new ProducerRecord<>(topic, partition, key, null, headers);
    }

    private ClusterException failed(Exception cause) {
        return ClusterException.of(brokers, "write to the topic " + topic, cause);
    }
}

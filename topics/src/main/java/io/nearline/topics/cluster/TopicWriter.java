package io.nearline.topics.cluster;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Writes single records to a topic, each acknowledged before the call returns. */
public final class TopicWriter implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String brokers;
    private final String topic;

    /** A writer to one topic of the cluster, which must exist. */
    public TopicWriter(Cluster cluster, String topic) {
        this.producer = new KafkaProducer<>(cluster.producerSettings());
        this.brokers = cluster.brokers();
        this.topic = topic;
    }

    /**
     * Writes one record.
     *
     * @throws ClusterException if the cluster did not acknowledge it; it may be there all the same
     */
    public void write(byte @Nullable [] key, byte @Nullable [] value) {
        write(key, value, List.of());
    }

    /** As {@link #write(byte[], byte[])}, with headers. */
    public void write(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        try {
            producer.send(new ProducerRecord<>(topic, null, key, value, headers)).get();
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (KafkaException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private ClusterException failed(@Nullable Throwable cause) {
        return ClusterException.of(brokers, "write to the topic " + topic, cause);
    }
}

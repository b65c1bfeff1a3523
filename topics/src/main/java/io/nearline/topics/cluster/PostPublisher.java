package io.nearline.topics.cluster;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes posts to a topic, keyed by post id, each acknowledged by the cluster. Sending goes on in
 * the background with bounded memory, so a failure may show at a later call. Not thread-safe.
 */
public final class PostPublisher implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final Cluster cluster;
    private final String topic;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** A publisher to one topic of the cluster, which must exist. */
    public PostPublisher(Cluster cluster, String topic) {
        this.producer = new KafkaProducer<>(cluster.producerSettings());
        this.cluster = cluster;
        this.topic = topic;
    }

    /**
     * Publishes one event; blocks while the producer's memory is full.
     *
     * @throws ClusterException if this or an earlier record could not be written
     */
    public void publish(PostEvent event) {
        send(event.getPostId().getBytes(StandardCharsets.UTF_8), codec.encode(event));
    }

    /**
     * Publishes a record of another format about a post, keyed by the post's id too.
     *
     * @throws ClusterException if this or an earlier record could not be written
     */
    public void publishAs(byte[] value, String postId) {
        send(postId.getBytes(StandardCharsets.UTF_8), value);
    }

    /**
     * Publishes bytes that are no post, as they are and without a key.
     *
     * @throws ClusterException if this or an earlier record could not be written
     */
    public void publishRaw(byte[] value) {
        send(null, value);
    }

    /**
     * Waits until everything published so far is acknowledged.
     *
     * @throws ClusterException if a record could not be written
     */
    public void flush() {
        producer.flush();
        throwFailure();
    }

    @Override
    public void close() {
        producer.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback is told the same.
    private void send(byte @Nullable [] key, byte[] value) {
        throwFailure();
        try {
            producer.send(
                    new ProducerRecord<>(topic, key, value),
                    (metadata, exception) -> {
                        if (exception != null) {
                            failure.compareAndSet(null, exception);
                        }
                    });
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
        }
        throwFailure();
    }

    private void throwFailure() {
        Exception cause = failure.get();
        if (cause != null) {
            throw ClusterException.of(cluster.brokers(), "publish to the topic " + topic, cause);
        }
    }
}

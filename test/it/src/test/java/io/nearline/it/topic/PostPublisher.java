package io.nearline.it.topic;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes post events as the source of posts does: keyed by post id, in order. */
public final class PostPublisher implements AutoCloseable {
    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    /** A publisher to that topic. */
    public PostPublisher(String bootstrapServers, String topic) {
        this.topic = topic;
        producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.ACKS_CONFIG,
                                "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Publishes the events in their order and returns once the broker has them all. */
    public void publish(List<PostEvent> events) {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (PostEvent event : events) {
            byte[] key = event.getPostId().getBytes(StandardCharsets.UTF_8);
            answers.add(producer.send(new ProducerRecord<>(topic, key, codec.encode(event))));
        }
        producer.flush();
        answers.forEach(PostPublisher::requireAcknowledged);
    }

    private static void requireAcknowledged(Future<RecordMetadata> answer) {
        try {
            answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while publishing posts", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused a post", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}

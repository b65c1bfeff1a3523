package io.nearline.faults.workload;

import io.nearline.faults.history.PostWrite;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that any producer may write and that can never be published. */
public enum PoisonPost {
    /** Bytes that are no Avro. */
    RUBBISH {
        @Override
        byte[] value() {
            return "not a post".getBytes(StandardCharsets.UTF_8);
        }
    },

    /** The encoding breaks off. */
    CUT {
        @Override
        byte[] value() {
            byte[] whole = encode(post("poison-cut", "A text that breaks off.", Map.of()));
            return java.util.Arrays.copyOf(whole, whole.length - 5);
        }
    },

    /** 20 MB that the broker takes because it compresses well, of no post. */
    LARGE_WITHOUT_ID {
        @Override
        byte[] value() {
            return encode(post("", "a".repeat(20 * MEGABYTE), Map.of()));
        }
    },

    /** A post like others but for an attribute of 12 MB. */
    LARGE_ATTRIBUTE {
        @Override
        byte[] value() {
            return encode(
                    post(
                            "poison-attribute",
                            "A text.",
                            Map.of("large", "b".repeat(12 * MEGABYTE))));
        }
    };

    /** Marks the records for the checker; the job knows nothing of it. */
    static final String HEADER = "campaign-poison";

    private static final int MEGABYTE = 1024 * 1024;

    abstract byte[] value();

    /** Writes one of each of these and returns once the broker has them. */
    public static void write(String brokers, List<PoisonPost> kinds) {
        try (KafkaProducer<byte[], byte[]> producer = producer(brokers)) {
            for (PoisonPost kind : kinds) {
                producer.send(
                                new ProducerRecord<>(
                                        TopicPlan.POSTS.defaultName(),
                                        null,
                                        kind.name().getBytes(StandardCharsets.UTF_8),
                                        kind.value(),
                                        List.of(new RecordHeader(HEADER, new byte[0]))))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused a poison record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing", e);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String brokers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 * MEGABYTE);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * MEGABYTE);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] encode(PostEvent event) {
        return AvroCodec.of(PostEvent.class).encode(event);
    }

    private static PostEvent post(String id, String body, Map<String, String> attributes) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put(PostWrite.STAMP, "poison");
        return PostEvent.newBuilder()
                .setPostId(id)
                .setRevision(System.currentTimeMillis())
                .setKind(PostEventKind.CREATE)
                .setEventTime(Instant.now())
                .setBody(body)
                .setAttributes(all)
                .build();
    }
}

package io.nearline.bench.search;

import io.nearline.bench.job.RunTopics;
import io.nearline.embedding.ModelId;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills an index with vectors that are made up: a search costs what it costs among real ones. */
final class IndexedPosts {

    private static final long SEED = 3;

    private final ModelId model;
    private final int dimensions;

    IndexedPosts(ModelId model, int dimensions) {
        this.model = model;
        this.dimensions = dimensions;
    }

    /** Publishes so many, and waits until the broker has them. */
    void publish(RunTopics topics, int count) {
        Random random = new Random(SEED);
        AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.brokers());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                IndexUpdate update = update("made-up-" + i, random);
                byte[] key = new IndexKey(update.getPostId(), model.name()).toBytes();
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        topics.of(TopicPlan.INDEX_UPDATES),
                                        key,
                                        codec.encode(update)));
            }
            producer.flush();
        }
    }

    private IndexUpdate update(String postId, Random random) {
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.FLOAT32);
        return IndexUpdate.newBuilder()
                .setPostId(postId)
                .setRevision(1)
                .setKind(UpdateKind.UPSERT)
                .setModelName(model.name())
                .setModelDigest(model.digest())
                .setDimensions(dimensions)
                .setVectorEncoding(encoded.encoding())
                .setVectorScale(encoded.scale())
                .setVector(ByteBuffer.wrap(encoded.bytes()))
                .setEventTime(Instant.now())
                .setOrigin(UpdateOrigin.BACKFILL)
                .build();
    }
}

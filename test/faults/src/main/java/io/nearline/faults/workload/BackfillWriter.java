package io.nearline.faults.workload;

import io.nearline.faults.history.Publication;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes vectors of the past for the live job to merge, as a backfill does. */
public final class BackfillWriter {
    private BackfillWriter() {}

    /** Writes the posts as they are published now, as of now. */
    public static void write(String brokers, List<Publication> published) {
        AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        Instant asOf = Instant.now();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (Publication publication : published) {
                IndexUpdate update = publication.update();
                if (update.getKind() == UpdateKind.UPSERT) {
                    IndexUpdate backfilled =
                            IndexUpdate.newBuilder(update)
                                    .setOrigin(UpdateOrigin.BACKFILL)
                                    .setBackfillId("campaign")
                                    .setAsOf(asOf)
                                    .build();
                    var unused =
                            producer.send(
                                    new ProducerRecord<>(
                                            TopicPlan.BACKFILL_UPDATES.defaultName(),
                                            new IndexKey(update.getPostId(), update.getModelName())
                                                    .toBytes(),
                                            codec.encode(backfilled)));
                }
            }
            producer.flush();
        }
    }
}

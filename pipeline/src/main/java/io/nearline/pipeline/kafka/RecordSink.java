package io.nearline.pipeline.kafka;

import io.nearline.operators.record.EncodedRecord;
import io.nearline.pipeline.config.KafkaSettings;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Sinks of encoded records. */
public final class RecordSink {

    /**
     * linger: one vector is 1.5 KB, so a few milliseconds make batches without showing in
     * freshness. request size: a dead letter holds a post of several megabytes whole. transaction
     * time-out: below the broker's default maximum of 15 minutes, above any checkpoint interval
     * that makes sense.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    ProducerConfig.LINGER_MS_CONFIG, "5",
                    ProducerConfig.BATCH_SIZE_CONFIG, "65536",
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(16 << 20),
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "600000");

    private RecordSink() {}

    /** Writes to the index-updates topic. */
    public static KafkaSink<EncodedRecord> indexUpdates(KafkaSettings settings) {
        return of(settings, settings.indexUpdatesTopic(), "index-updates", settings.delivery());
    }

    /** Writes to the topic that the live job merges from. */
    public static KafkaSink<EncodedRecord> backfillUpdates(KafkaSettings settings) {
        return of(
                settings, settings.backfillUpdatesTopic(), "backfill-updates", settings.delivery());
    }

    /** Writes reports to the index-control topic, committed with the vectors that they count. */
    public static KafkaSink<EncodedRecord> backfillReports(KafkaSettings settings) {
        return of(settings, settings.indexControlTopic(), "backfill-reports", settings.delivery());
    }

    /** Writes to the dead-letters topic. */
    public static KafkaSink<EncodedRecord> deadLetters(KafkaSettings settings) {
        return of(settings, settings.deadLettersTopic(), "dead-letters", settings.delivery());
    }

    /**
     * Writes to the index-control topic; at least once whatever the job's delivery is, because the
     * job waits for its own answers, and the same one twice says nothing new.
     */
    public static KafkaSink<EncodedRecord> indexControl(KafkaSettings settings) {
        return of(
                settings,
                settings.indexControlTopic(),
                "index-control",
                DeliveryGuarantee.AT_LEAST_ONCE);
    }

    private static KafkaSink<EncodedRecord> of(
            KafkaSettings settings, String topic, String role, DeliveryGuarantee delivery) {
        return KafkaSink.<EncodedRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setRecordSerializer(new EncodedRecordWriter(topic))
                .setDeliveryGuarantee(delivery)
                .setTransactionalIdPrefix(settings.transactionalIdPrefix() + '-' + role)
                .setKafkaProducerConfig(settings.propertiesOver(DEFAULTS))
                .build();
    }
}

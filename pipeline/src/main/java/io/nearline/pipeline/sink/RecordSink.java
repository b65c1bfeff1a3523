package io.nearline.pipeline.sink;

import io.nearline.operators.record.EncodedRecord;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.pipeline.config.Transactions;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Sinks of encoded records. */
public final class RecordSink {

    /**
     * batch size: one vector is 1.5 KB. request size: a dead letter holds a post of several
     * megabytes whole.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    "65536",
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    String.valueOf(16 << 20));

    /**
     * Milliseconds. Updates reach the sink in bursts, so that the first of a burst need only wait
     * for the last: a request costs client and broker some hundred microseconds of CPU each.
     */
    private static final String LINGER_FOR_BURST = "2";

    /** Milliseconds. Nobody waits for these, and most come one by one. */
    private static final String LINGER_FOR_MORE = "50";

    /**
     * Of Kafka's codecs the one that needs no native library, which a cluster may lack. Vectors are
     * not worth compressing: docs/decisions/0023.
     */
    private static final String TEXT_COMPRESSION = "gzip";

    private RecordSink() {}

    /** Writes to the index-updates topic. */
    public static Sink<EncodedRecord> indexUpdates(KafkaSettings settings) {
        return of(
                settings,
                settings.indexUpdatesTopic(),
                "index-updates",
                settings.delivery(),
                Map.of(ProducerConfig.LINGER_MS_CONFIG, LINGER_FOR_BURST));
    }

    /** Writes to the topic of the copy in Confluent's framing. */
    public static Sink<EncodedRecord> framedUpdates(KafkaSettings settings, String topic) {
        return of(
                settings,
                topic,
                "framed-updates",
                settings.delivery(),
                Map.of(ProducerConfig.LINGER_MS_CONFIG, LINGER_FOR_BURST));
    }

    /** Writes to the topic that the live job merges from. */
    public static Sink<EncodedRecord> backfillUpdates(KafkaSettings settings) {
        return of(
                settings, settings.backfillUpdatesTopic(), "backfill-updates", settings.delivery());
    }

    /** Writes reports to the index-control topic, committed with the vectors that they count. */
    public static Sink<EncodedRecord> backfillReports(KafkaSettings settings) {
        return of(settings, settings.indexControlTopic(), "backfill-reports", settings.delivery());
    }

    /** Writes to the dead-letters topic, compressed: each holds a whole post. */
    public static Sink<EncodedRecord> deadLetters(KafkaSettings settings) {
        return of(
                settings,
                settings.deadLettersTopic(),
                "dead-letters",
                settings.delivery(),
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        LINGER_FOR_MORE,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        TEXT_COMPRESSION));
    }

    /**
     * Writes to the index-control topic; at least once whatever the job's delivery is, because the
     * job waits for its own answers, and the same one twice says nothing new.
     */
    public static Sink<EncodedRecord> indexControl(KafkaSettings settings) {
        return of(
                settings,
                settings.indexControlTopic(),
                "index-control",
                DeliveryGuarantee.AT_LEAST_ONCE);
    }

    private static Sink<EncodedRecord> of(
            KafkaSettings settings, String topic, String role, DeliveryGuarantee delivery) {
        return of(
                settings,
                topic,
                role,
                delivery,
                Map.of(ProducerConfig.LINGER_MS_CONFIG, LINGER_FOR_MORE));
    }

    private static Sink<EncodedRecord> of(
            KafkaSettings settings,
            String topic,
            String role,
            DeliveryGuarantee delivery,
            Map<String, String> more) {
        Map<String, String> defaults = new HashMap<>(DEFAULTS);
        defaults.putAll(more);
        Transactions transactions = settings.transactions();
        defaults.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(transactions.timeout().toMillis()));
        return new LosslessSink(
                KafkaSink.<EncodedRecord>builder()
                        .setBootstrapServers(settings.bootstrapServers())
                        .setRecordSerializer(new EncodedRecordWriter(topic))
                        .setDeliveryGuarantee(delivery)
                        .setTransactionalIdPrefix(transactions.idPrefix() + '-' + role)
                        .setKafkaProducerConfig(settings.propertiesOver(defaults))
                        .build(),
                settings);
    }
}

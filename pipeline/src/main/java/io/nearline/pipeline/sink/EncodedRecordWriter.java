package io.nearline.pipeline.sink;

import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawHeader;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Hands encoded records to the producer, which stamps them with the time of sending: so a consumer
 * reads freshness off a record's own timestamp.
 */
final class EncodedRecordWriter implements KafkaRecordSerializationSchema<EncodedRecord> {

    private static final long serialVersionUID = 1L;

    private final String topic;

    EncodedRecordWriter(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            EncodedRecord record, KafkaSinkContext context, Long timestamp) {
        ProducerRecord<byte[], byte[]> sent =
                new ProducerRecord<>(topic, record.key(), record.value());
        for (RawHeader header : record.headers()) {
            var unused = sent.headers().add(header.key(), header.value());
        }
        return sent;
    }
}

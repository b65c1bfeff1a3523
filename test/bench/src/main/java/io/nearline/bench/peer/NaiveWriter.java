package io.nearline.bench.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the numbers of a vector and nothing else. */
final class NaiveWriter implements KafkaRecordSerializationSchema<NaiveVector> {
    private static final long serialVersionUID = 1L;

    private final String topic;

    NaiveWriter(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            NaiveVector vector, KafkaSinkContext context, Long timestamp) {
        ByteBuffer value =
                ByteBuffer.allocate(vector.vector().length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        value.asFloatBuffer().put(vector.vector());
        byte[] key = vector.id().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, key, value.array());
    }
}

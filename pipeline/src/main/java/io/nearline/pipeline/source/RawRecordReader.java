package io.nearline.pipeline.source;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Wraps Kafka records without looking into their values: a source has no side output for what it
 * rejects.
 */
final class RawRecordReader implements KafkaRecordDeserializationSchema<RawRecord> {

    private static final long serialVersionUID = 1L;

    /** Origin of every record; null to take it from the headers. */
    private final @Nullable Origin origin;

    private RawRecordReader(@Nullable Origin origin) {
        this.origin = origin;
    }

    /** Reads live records and replays. */
    static RawRecordReader live() {
        return new RawRecordReader(null);
    }

    /** Reads records that are all of one origin, whatever their headers say. */
    static RawRecordReader of(Origin origin) {
        return new RawRecordReader(origin);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
        out.collect(origin == null ? KafkaRecords.raw(record) : KafkaRecords.raw(record, origin));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return TypeInformation.of(RawRecord.class);
    }
}

package io.nearline.pipeline.source;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Records of a Kafka client as the job takes them. */
public final class KafkaRecords {

    private KafkaRecords() {}

    /** A live record, or a replay, which its headers tell. */
    public static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
        List<RawHeader> headers = headers(record);
        return raw(record, headers, Origin.of(headers));
    }

    /** A record of one origin, whatever its headers say. */
    public static RawRecord raw(ConsumerRecord<byte[], byte[]> record, Origin origin) {
        return raw(record, headers(record), origin);
    }

    private static RawRecord raw(
            ConsumerRecord<byte[], byte[]> record, List<RawHeader> headers, Origin origin) {
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                headers,
                record.key(),
                record.value(),
                origin);
    }

    private static List<RawHeader> headers(ConsumerRecord<byte[], byte[]> record) {
        List<RawHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new RawHeader(header.key(), header.value()));
        }
        return headers;
    }
}

package io.nearline.bench.job;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Nearline's own topics of index updates. */
final class IndexUpdateFormat implements OutputFormat {
    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);

    @Override
    public String postId(byte[] key) {
        return IndexKey.parse(key).postId();
    }

    @Override
    public long vectorMadeAt(ConsumerRecord<byte[], byte[]> update) {
        return codec.decode(update.value()).getEmbeddedAt().toEpochMilli();
    }

    /** Milliseconds from the event to the publication. */
    long freshness(ConsumerRecord<byte[], byte[]> update) {
        return update.timestamp() - codec.decode(update.value()).getEventTime().toEpochMilli();
    }
}

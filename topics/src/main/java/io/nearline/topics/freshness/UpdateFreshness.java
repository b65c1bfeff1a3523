package io.nearline.topics.freshness;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.schemas.UpdateOrigin;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells how fresh the live job's updates were when they were published. Not thread-safe. */
public final class UpdateFreshness {

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);

    /**
     * Milliseconds from the post's event to the publication of its update, by the producers' clocks
     * and so possibly negative. Empty for what is no live update: a tombstone, which comes long
     * after what it is about; a backfilled vector; a record of others, or of a newer version.
     */
    public OptionalLong millisOf(ConsumerRecord<byte[], byte[]> published) {
        if (published.value() == null) {
            return OptionalLong.empty();
        }
        IndexUpdate update;
        try {
            update = codec.decode(published.value());
        } catch (UndecodableRecordException foreign) {
            return OptionalLong.empty();
        }
        return update.getOrigin() == UpdateOrigin.LIVE
                ? OptionalLong.of(published.timestamp() - update.getEventTime().toEpochMilli())
                : OptionalLong.empty();
    }
}

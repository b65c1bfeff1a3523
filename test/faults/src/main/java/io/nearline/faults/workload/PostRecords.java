package io.nearline.faults.workload;

import io.nearline.faults.history.Place;
import io.nearline.faults.history.PostWrite;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records of the posts topic as the rules see them. */
final class PostRecords {
    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);

    /**
     * Returns the write.
     *
     * @param place where it lies
     */
    PostWrite write(
            Place place, ConsumerRecord<byte[], byte[]> record, long atMillis, boolean committed) {
        return new PostWrite(place, atMillis, publishable(record), committed);
    }

    private Optional<PostEvent> publishable(ConsumerRecord<byte[], byte[]> record) {
        if (record.headers().lastHeader(PoisonPost.HEADER) != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(record.value()));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }
}

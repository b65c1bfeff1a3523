package io.nearline.operations.posts;

import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.pipeline.source.KafkaRecords;
import io.nearline.pipeline.source.files.Place;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of a topic with a value, read as the job reads it. */
final class TopicRecord implements PostRecord {

    private final ConsumerRecord<byte[], byte[]> record;
    private final PostReader reader;

    TopicRecord(ConsumerRecord<byte[], byte[]> record, PostReader reader) {
        this.record = record;
        this.reader = reader;
    }

    @Override
    public Place place() {
        return new Place(record.topic(), Place.Unit.RECORD, record.offset(), 0, 0);
    }

    @Override
    public String placeWithin() {
        return "offset %d of partition %d".formatted(record.offset(), record.partition());
    }

    @Override
    public byte[] bytes() {
        return record.value();
    }

    /** Kafka's time is the event time of a record that gives none, as in the job. */
    @Override
    public PostEvent post(Instant now) throws UnreadablePostException {
        try {
            return reader.read(KafkaRecords.raw(record));
        } catch (UnfitRecordException e) {
            throw new UnreadablePostException(e.reason(), String.valueOf(e.getMessage()));
        } catch (UndecodableRecordException e) {
            throw new UnreadablePostException(
                    String.valueOf(e.reason()), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a record waited", e);
        }
    }
}

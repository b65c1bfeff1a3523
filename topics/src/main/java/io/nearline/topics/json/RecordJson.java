package io.nearline.topics.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of any of Nearline's topics as one JSON object: where it was, its key, and its value
 * under the name of its type. What it is, its bytes tell, not the topic's name. A value of no known
 * type becomes an {@code error} object. Not thread-safe.
 */
public final class RecordJson {

    private final List<AvroCodec<? extends SpecificRecord>> codecs =
            List.of(
                    AvroCodec.of(IndexUpdate.class),
                    AvroCodec.of(PostEvent.class),
                    AvroCodec.of(DeadLetter.class),
                    AvroCodec.of(ModelStatus.class),
                    AvroCodec.of(ModelServing.class),
                    AvroCodec.of(BackfillReport.class));
    private final AvroJson values;

    /** Renders vectors and bytes at the given length. */
    public RecordJson(Detail detail) {
        this.values = new AvroJson(detail);
    }

    /** The record as a JSON object. */
    public ObjectNode render(ConsumerRecord<byte[], byte[]> kafkaRecord) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("topic", kafkaRecord.topic())
                .put("partition", kafkaRecord.partition())
                .put("offset", kafkaRecord.offset())
                .put("timestamp", Instant.ofEpochMilli(kafkaRecord.timestamp()).toString())
                .put("key", text(kafkaRecord.key()));
        renderValue(kafkaRecord.value(), json);
        return json;
    }

    /** A value alone as a JSON object. */
    public ObjectNode render(SpecificRecord value) {
        return values.render(value);
    }

    private void renderValue(byte @Nullable [] value, ObjectNode json) {
        if (value == null) {
            json.put("tombstone", true);
            return;
        }
        @Nullable UndecodableRecordException last = null;
        for (AvroCodec<? extends SpecificRecord> codec : codecs) {
            try {
                SpecificRecord decoded = codec.decode(value);
                json.set(decoded.getSchema().getName(), values.render(decoded));
                return;
            } catch (UndecodableRecordException e) {
                last = moreTelling(last, e);
            }
        }
        json.putObject("error")
                .put("reason", Objects.requireNonNull(last, "no codec").reason().name())
                .put("message", last.getMessage())
                .set("value", values.bytes(value));
    }

    /** A broken body says more than the other types' "not my schema". */
    private static UndecodableRecordException moreTelling(
            @Nullable UndecodableRecordException first, UndecodableRecordException second) {
        boolean secondIsTheType = second.reason() == UndecodableRecordException.Reason.CORRUPT_BODY;
        return first == null || secondIsTheType ? second : first;
    }

    private static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
}

// A value converter for Kafka Connect: index-updates to fields, for sinks such as Debezium's for JDBC: docs/guides/feed-a-store.md.
// Compile it against connect-api; its plugin folder needs nearline-schemas, avro and jackson-databind beside it.
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.schemas.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.*;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;

/**
 * A DELETE becomes a record without a vector. A tombstone has the schema and no value: Debezium's sink deletes the row for
 * such a record, and passes over one that has no schema either, which is what a kind becomes that this version does not
 * know. Reads only.
 */
public final class IndexUpdateConverter implements Converter {
    private static final Schema UPDATE = SchemaBuilder.struct().name("nearline.IndexUpdate").version(1).optional()
            .field("post_id", Schema.STRING_SCHEMA).field("model", Schema.STRING_SCHEMA)
            .field("model_digest", Schema.STRING_SCHEMA).field("revision", Schema.INT64_SCHEMA)
            .field("kind", Schema.STRING_SCHEMA).field("language", Schema.OPTIONAL_STRING_SCHEMA)
            .field("attributes", SchemaBuilder.string().name("io.debezium.data.Json").version(1).build())
            .field("event_time", Timestamp.SCHEMA)
            .field("vector", SchemaBuilder.array(Schema.FLOAT32_SCHEMA).optional().build()).build();

    private static final ObjectMapper JSON = new ObjectMapper();
    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {}

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        if (value == null) {
            return new SchemaAndValue(UPDATE, null);
        }
        try {
            IndexUpdate update = codec.decode(value);
            if (update.getKind() == UpdateKind.UNKNOWN) {
                return SchemaAndValue.NULL;
            }
            return new SchemaAndValue(UPDATE, new Struct(UPDATE)
                    .put("post_id", update.getPostId()).put("model", update.getModelName())
                    .put("model_digest", update.getModelDigest()).put("revision", update.getRevision())
                    .put("kind", update.getKind().name()).put("language", update.getLanguage())
                    .put("attributes", JSON.writeValueAsString(update.getAttributes()))
                    .put("event_time", java.util.Date.from(update.getEventTime())).put("vector", vector(update)));
        } catch (UndecodableRecordException | JsonProcessingException e) {
            throw new DataException("not an update that this version reads: " + e.getClass().getSimpleName());
        }
    }

    private static List<Float> vector(IndexUpdate update) {
        if (update.getKind() != UpdateKind.UPSERT) {
            return null;
        }
        List<Float> components = new ArrayList<>();
        for (float component : VectorCodec.decode(EncodedVector.of(update), update.getDimensions())) {
            components.add(component);
        }
        return components;
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new DataException("nobody but Nearline writes index-updates");
    }
}

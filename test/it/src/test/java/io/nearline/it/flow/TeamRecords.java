package io.nearline.it.flow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Posts as teams have them: written without any class of Nearline's but the event. */
final class TeamRecords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIKES = "likes";

    /** How {@link #json} and {@link #avro} become posts again. */
    static final String MAPPING =
            """
            id: uuid
            revision: version
            kind: {path: op, create: insert, update: change, delete: gone}
            event_time: {path: meta.at, unit: epoch-micros}
            body: text
            attributes: {likes: likes}
            """;

    /** How {@link #debezium} becomes a post again. */
    static final String DEBEZIUM =
            """
            envelope: debezium-postgres
            id: id
            body: text
            attributes: {likes: likes}
            """;

    /** The first schema of the topic. */
    static final String SCHEMA =
            """
            {"type":"record","name":"Article","namespace":"team","fields":[
             {"name":"uuid","type":"string"},
             {"name":"version","type":"long"},
             {"name":"op","type":{"type":"enum","name":"Op","symbols":["insert","change","gone"]}},
             {"name":"meta","type":{"type":"record","name":"Meta","fields":[
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}},
             {"name":"text","type":["null","string"],"default":null},
             {"name":"likes","type":["null","int"],"default":null}]}
            """;

    /** A later one: fields in another order, one more, and wider types. */
    static final String LATER_SCHEMA =
            """
            {"type":"record","name":"Article","namespace":"team","fields":[
             {"name":"tags","type":{"type":"map","values":"string"},"default":{}},
             {"name":"likes","type":["null","long"],"default":null},
             {"name":"text","type":["null","string"],"default":null},
             {"name":"meta","type":{"type":"record","name":"Meta","fields":[
              {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}}]}},
             {"name":"op","type":{"type":"enum","name":"Op","symbols":["gone","insert","change"]}},
             {"name":"version","type":"long"},
             {"name":"uuid","type":"string"}]}
            """;

    private TeamRecords() {}

    static byte[] json(PostEvent event) {
        ObjectNode record =
                JSON.createObjectNode()
                        .put("uuid", event.getPostId())
                        .put("version", event.getRevision())
                        .put("op", operation(event))
                        .put("text", event.getBody())
                        .put(LIKES, event.getAttributes().get(LIKES));
        record.putObject("meta").put("at", event.getEventTime().toEpochMilli() * 1000);
        return bytes(record);
    }

    /** An envelope of Debezium's for PostgreSQL: the revision is the place in the log. */
    static byte[] debezium(PostEvent event) {
        boolean gone = event.getKind() == PostEventKind.DELETE;
        ObjectNode row =
                JSON.createObjectNode()
                        .put("id", event.getPostId())
                        .put("text", gone ? null : event.getBody())
                        .put(LIKES, event.getAttributes().get(LIKES));
        ObjectNode envelope = JSON.createObjectNode();
        envelope.set("before", gone ? row : null);
        envelope.set("after", gone ? null : row);
        envelope.putObject("source")
                .put("connector", "postgresql")
                .put("lsn", event.getRevision())
                .put("ts_ms", event.getEventTime().toEpochMilli());
        String op =
                switch (event.getKind()) {
                    case CREATE -> "c";
                    case DELETE -> "d";
                    default -> "u";
                };
        return bytes(envelope.put("op", op).put("ts_ms", 1L));
    }

    /** A record of Avro in Confluent's framing. */
    static byte[] avro(int id, String schema, PostEvent event) {
        Schema parsed = new Schema.Parser().parse(schema);
        GenericRecord record = new GenericData.Record(parsed);
        Schema meta = parsed.getField("meta").schema();
        boolean micros = meta.toString().contains("timestamp-micros");
        GenericRecord times = new GenericData.Record(meta);
        times.put("at", event.getEventTime().toEpochMilli() * (micros ? 1000 : 1));
        record.put("meta", times);
        record.put("uuid", event.getPostId());
        record.put("version", event.getRevision());
        record.put(
                "op", new GenericData.EnumSymbol(parsed.getField("op").schema(), operation(event)));
        record.put("text", event.getBody());
        record.put(LIKES, number(event.getAttributes().get(LIKES), micros));
        if (parsed.getField("tags") != null) {
            record.put("tags", Map.of("a", "b"));
        }
        return framed(id, body(record));
    }

    static byte[] framed(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
    }

    private static @Nullable Object number(@Nullable String likes, boolean wide) {
        if (likes == null) {
            return null;
        }
        return wide ? (Object) Long.valueOf(likes) : Integer.valueOf(likes);
    }

    private static byte[] body(GenericRecord record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String operation(PostEvent event) {
        return switch (event.getKind()) {
            case CREATE -> "insert";
            case DELETE -> "gone";
            default -> "change";
        };
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package io.nearline.bench.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.schemas.PostEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Posts of the sample in a shape that is not ours, with twice the fields that the mapping names.
 */
final class TeamRecords {

    static final int SCHEMA_ID = 1;

    static final String MAPPING =
            """
            id: uuid
            revision: version
            kind: {path: op, create: insert, update: change, delete: gone}
            event_time: {path: meta.at, unit: epoch-millis}
            author: user.id
            lang: user.locale
            title: {first: [headline, teaser]}
            body: text
            media_text: media[].alt
            hashtags: {in: text, pattern: '#(\\w+)'}
            attributes: {country: user.country, likes: counts.likes}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Schema SCHEMA =
            new Schema.Parser()
                    .parse(
                            """
                            {"type":"record","name":"Article","fields":[
                             {"name":"uuid","type":"string"},
                             {"name":"version","type":"long"},
                             {"name":"op","type":"string"},
                             {"name":"meta","type":{"type":"record","name":"Meta","fields":[
                              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
                              {"name":"host","type":"string"},
                              {"name":"trace","type":"string"}]}},
                             {"name":"user","type":{"type":"record","name":"User","fields":[
                              {"name":"id","type":"long"},
                              {"name":"name","type":"string"},
                              {"name":"locale","type":"string"},
                              {"name":"country","type":["null","string"]}]}},
                             {"name":"headline","type":["null","string"]},
                             {"name":"teaser","type":["null","string"]},
                             {"name":"text","type":["null","string"]},
                             {"name":"media","type":{"type":"array","items":
                              {"type":"record","name":"Media","fields":[
                               {"name":"alt","type":["null","string"]},
                               {"name":"url","type":"string"}]}}},
                             {"name":"counts","type":{"type":"map","values":"long"}},
                             {"name":"visible","type":"boolean"}]}
                            """);

    private TeamRecords() {}

    static String schema() {
        return SCHEMA.toString();
    }

    static byte[] json(PostEvent event) {
        ObjectNode record =
                JSON.createObjectNode()
                        .put("uuid", event.getPostId())
                        .put("version", event.getRevision())
                        .put("op", "insert")
                        .put("headline", event.getTitle())
                        .putNull("teaser")
                        .put("text", event.getBody())
                        .put("visible", true);
        record.putObject("meta")
                .put("at", event.getEventTime().toEpochMilli())
                .put("host", "app-17")
                .put("trace", "0af7651916cd43dd8448eb211c80319c");
        record.putObject("user")
                .put("id", 4711)
                .put("name", "Ada")
                .put("locale", "en_GB")
                .put("country", "NO");
        record.putArray("media").addObject().put("alt", "a boat").put("url", "https://a/b.png");
        record.putObject("counts").put("likes", 3).put("shares", 1);
        return record.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] avro(PostEvent event) {
        GenericRecord meta = record(SCHEMA.getField("meta").schema());
        meta.put("at", event.getEventTime().toEpochMilli());
        meta.put("host", "app-17");
        meta.put("trace", "0af7651916cd43dd8448eb211c80319c");
        GenericRecord user = record(SCHEMA.getField("user").schema());
        user.put("id", 4711L);
        user.put("name", "Ada");
        user.put("locale", "en_GB");
        user.put("country", "NO");
        Schema list = SCHEMA.getField("media").schema();
        GenericRecord media = record(list.getElementType());
        media.put("alt", "a boat");
        media.put("url", "https://a/b.png");
        GenericRecord article = record(SCHEMA);
        article.put("uuid", event.getPostId());
        article.put("version", event.getRevision());
        article.put("op", "insert");
        article.put("meta", meta);
        article.put("user", user);
        article.put("headline", event.getTitle());
        article.put("text", event.getBody());
        article.put("media", new GenericData.Array<>(list, List.of(media)));
        article.put("counts", Map.of("likes", 3L, "shares", 1L));
        article.put("visible", true);
        return framed(body(article));
    }

    private static GenericRecord record(Schema schema) {
        return new GenericData.Record(schema);
    }

    private static byte[] framed(byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(SCHEMA_ID)
                .put(body)
                .array();
    }

    private static byte[] body(GenericRecord record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}

package io.nearline.bench.team;

import io.nearline.schemas.PostEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Articles as Avro in Confluent's framing. */
final class TeamAvro {

    /** Of the schema, in the frame. */
    static final int SCHEMA_ID = 1;

    private static final int FRAME_BYTES = 5;

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
                              {"name":"locale","type":["null","string"]},
                              {"name":"country","type":["null","string"]}]}},
                             {"name":"headline","type":["null","string"]},
                             {"name":"teaser","type":["null","string"]},
                             {"name":"text","type":["null","string"]},
                             {"name":"link","type":{"type":"record","name":"Link","fields":[
                              {"name":"title","type":["null","string"]},
                              {"name":"summary","type":["null","string"]},
                              {"name":"url","type":"string"}]}},
                             {"name":"media","type":{"type":"array","items":
                              {"type":"record","name":"Media","fields":[
                               {"name":"alt","type":["null","string"]},
                               {"name":"url","type":"string"}]}}},
                             {"name":"tags","type":["null","string"]},
                             {"name":"counts","type":{"type":"map","values":"long"}},
                             {"name":"visible","type":"boolean"},
                             {"name":"edit","type":["null","string"]}]}
                            """);

    private TeamAvro() {}

    /** The schema as a registry has it. */
    static String schema() {
        return SCHEMA.toString();
    }

    static byte[] article(PostEvent event) {
        byte[] body = body((GenericRecord) needed(SCHEMA, TeamArticle.of(event)));
        return ByteBuffer.allocate(FRAME_BYTES + body.length)
                .put((byte) 0)
                .putInt(SCHEMA_ID)
                .put(body)
                .array();
    }

    private static @Nullable Object datum(Schema schema, @Nullable Object value) {
        if (schema.getType() != Schema.Type.UNION) {
            return needed(schema, Objects.requireNonNull(value, schema::getName));
        }
        return value == null ? null : needed(schema.getTypes().get(1), value);
    }

    private static Object needed(Schema schema, Object value) {
        return switch (schema.getType()) {
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                for (Schema.Field field : schema.getFields()) {
                    Object of = ((Map<?, ?>) value).get(field.name());
                    record.put(field.pos(), datum(field.schema(), of));
                }
                yield record;
            }
            case ARRAY ->
                    ((List<?>) value)
                            .stream()
                                    .map(element -> needed(schema.getElementType(), element))
                                    .toList();
            default -> value;
        };
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

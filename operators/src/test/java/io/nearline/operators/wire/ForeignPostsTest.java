package io.nearline.operators.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.testkit.PaperRegistry;
import io.nearline.testkit.Posts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignPostsTest {

    private static final NamedMapping MAPPING =
            new NamedMapping("posts.yaml", "id: id\nrevision: v\nbody: text\n");
    private static final String SCHEMA =
            """
            {"type":"record","name":"P","fields":[
             {"name":"id","type":"string"},{"name":"v","type":"long"},
             {"name":"text","type":["null","string"],"default":null}]}
            """;
    private static final long PUBLISHED = 1_772_366_400_250L;

    private static final WaitObserver NEVER =
            new WaitObserver() {
                @Override
                public void waits(String problem) {
                    throw new AssertionError(problem);
                }

                @Override
                public void goesOn(Duration waited) {}
            };

    private final PaperRegistry registry = PaperRegistry.start();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void aJsonObjectBecomesAPost() throws Exception {
        PostEvent post = read(new JsonPosts(MAPPING), json("{'id':'a','v':3,'text':'Rain'}"));

        assertThat(post.getPostId()).isEqualTo("a");
        assertThat(post.getRevision()).isEqualTo(3);
        assertThat(post.getBody()).isEqualTo("Rain");
    }

    /** Read again, after a restart or by a backfill, it must be the same post. */
    @Test
    void whereTheMappingNamesNoTimeItIsThatOfTheRecord() throws Exception {
        assertThat(read(new JsonPosts(MAPPING), json("{'id':'a','v':3}")).getEventTime())
                .isEqualTo(Instant.ofEpochMilli(PUBLISHED));
    }

    @Test
    void anIdOfASchemaBeforeJsonIsPassedOver() throws Exception {
        byte[] framed = framed(5, json("{'id':'a','v':3}"));

        assertThat(read(new JsonPosts(MAPPING), framed).getPostId()).isEqualTo("a");
    }

    @Test
    void aRecordOfAvroIsReadByTheSchemaThatItNames() throws Exception {
        registry.with(7, SCHEMA);
        registry.with(
                8,
                """
                {"type":"record","name":"P","fields":[
                 {"name":"text","type":"string"},{"name":"v","type":"int"},
                 {"name":"id","type":{"type":"string","logicalType":"uuid"}}]}
                """);
        PostFormat format = new ConfluentAvroPosts(MAPPING, access());

        assertThat(read(format, framed(7, avro(SCHEMA, "a", 3L, null))).getRevision()).isEqualTo(3);
        String second =
                "{\"type\":\"record\",\"name\":\"P\",\"fields\":[{\"name\":\"text\",\"type\":\"string\"},"
                    + "{\"name\":\"v\",\"type\":\"int\"},{\"name\":\"id\",\"type\":\"string\"}]}";
        PostEvent post = read(format, framed(8, avro(second, "Rain", 4, "b")));
        assertThat(post.getPostId()).isEqualTo("b");
        assertThat(post.getBody()).isEqualTo("Rain");
    }

    @Test
    void formatsTravelWithTheJob() throws Exception {
        for (PostFormat format :
                List.of(
                        PostFormat.NEARLINE,
                        new JsonPosts(MAPPING),
                        new ConfluentAvroPosts(MAPPING, access()))) {
            assertThat(
                            InstantiationUtil.<PostFormat>deserializeObject(
                                    InstantiationUtil.serializeObject(format),
                                    getClass().getClassLoader()))
                    .isEqualTo(format);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithoutBeingShown() {
        PostFormat format = new JsonPosts(MAPPING);

        refusal(format, json("{'id':'a','v':'secret'}"))
                .hasMessage(
                        "revision: path v must lead to a whole number or its digits, found text");
        refusal(format, json("{'id':'secret'"))
                .hasMessageStartingWith("not valid JSON near column")
                .hasMessageEndingWith("the record looks like one of nearline.posts.format json")
                .hasMessageNotContaining("secret");
        refusal(format, json("null")).hasMessage("not a JSON object");
        refusal(format, new byte[0]).hasMessageContaining("not a JSON object");
    }

    @Test
    void whatIsOfAnotherFormatIsToldByItsFirstBytes() {
        byte[] ours = AvroCodec.of(PostEvent.class).encode(Posts.aPost("p").build());
        PostFormat avro = new ConfluentAvroPosts(MAPPING, access());

        refusal(new JsonPosts(MAPPING), ours)
                .hasMessageEndingWith(
                        "the record looks like one of nearline.posts.format nearline");
        refusal(avro, ours)
                .hasMessageEndingWith(
                        "the record looks like one of nearline.posts.format nearline");
        refusal(avro, json("{'id':'a','v':3}"))
                .hasMessage(
                        "the record does not begin with a byte 0 and the id of a schema; the record"
                                + " looks like one of nearline.posts.format json");
        refusal(avro, new byte[] {0, 0, 0, 0})
                .hasMessage("the record does not begin with a byte 0 and the id of a schema");
    }

    @Test
    void anIdThatTheRegistryDoesNotHaveIsRefused() {
        refusal(new ConfluentAvroPosts(MAPPING, access()), framed(99, new byte[] {1}))
                .hasMessageContaining("no schema id 99");
    }

    @Test
    void aSchemaThatIsNoRecordIsRefused() {
        registry.with(6, "\"string\"");

        refusal(new ConfluentAvroPosts(MAPPING, access()), framed(6, new byte[] {0}))
                .hasMessage("schema id 6 is of string; a post is made of a record");
    }

    @Test
    void aBodyThatDoesNotFollowItsSchemaIsRefused() {
        registry.with(7, SCHEMA);
        registry.with(
                9,
                """
                {"type":"record","name":"N","fields":[{"name":"n","type":["N","null"]}]}
                """);
        PostFormat format = new ConfluentAvroPosts(MAPPING, access());

        assertThatThrownBy(() -> read(format, framed(7, new byte[] {(byte) 0xfe, 1})))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("does not follow the schema that the record names");
        assertThatThrownBy(() -> read(format, framed(9, new byte[1_000_000])))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessage("Body is nested too deeply to be read");
    }

    /** What Avro still reads must not end the job later, where its fields are looked at. */
    @ParameterizedTest
    @ValueSource(ints = {101, 400, 700, 1_000, 3_000})
    void aRecordIsRefusedHoweverDeeplyItIsNested(int levels) {
        registry.with(
                9,
                """
                {"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]}]}
                """);
        byte[] body = new byte[levels];
        Arrays.fill(body, 0, levels - 1, (byte) 2);

        assertThatThrownBy(() -> read(new ConfluentAvroPosts(MAPPING, access()), framed(9, body)))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void aHundredRecordsWithinEachOtherAreRead() throws Exception {
        String schema =
                """
                {"type":"record","name":"N","fields":[
                 {"name":"id","type":"string"},{"name":"v","type":"long"},
                 {"name":"answers","type":{"type":"array","items":"N"}}]}
                """;
        registry.with(9, schema);
        Schema type = new Schema.Parser().parse(schema);
        List<GenericRecord> answers = List.of();
        for (int level = 100; level > 1; level--) {
            GenericRecord record = new GenericData.Record(type);
            record.put("id", "a" + level);
            record.put("v", 3L);
            record.put("answers", answers);
            answers = List.of(record);
        }
        byte[] body = avro(schema, "a1", 3L, answers);

        assertThat(read(new ConfluentAvroPosts(MAPPING, access()), framed(9, body)).getPostId())
                .isEqualTo("a1");
    }

    private RegistryAccess access() {
        return new RegistryAccess(List.of(registry.url()), null, null);
    }

    private static AbstractThrowableAssert<?, ?> refusal(PostFormat format, byte[] value) {
        return assertThatThrownBy(() -> read(format, value))
                .isInstanceOf(UnfitRecordException.class);
    }

    private static PostEvent read(PostFormat format, byte[] value) throws InterruptedException {
        return format.open(NEVER)
                .read(new RawRecord("posts", 0, 0, PUBLISHED, List.of(), null, value, Origin.LIVE));
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] framed(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
    }

    private static byte[] avro(String schema, Object... values) throws Exception {
        GenericRecord record = new GenericData.Record(new Schema.Parser().parse(schema));
        for (int i = 0; i < values.length; i++) {
            record.put(i, values[i]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}

package io.nearline.operators.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.mapping.SourceValue.Bytes;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Nothing;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroRecordTest {

    private static final String ENUM = "{'type':'enum','name':'E','symbols':['A','B']}";
    private static final String UUID_TEXT = "0f0e0d0c-0b0a-0908-0706-050403020100";
    private static final UUID ID = UUID.fromString(UUID_TEXT);
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final LocalDateTime LOCAL = LocalDateTime.parse("2026-03-01T12:00:00.250");

    static Stream<Arguments> plainTypes() {
        return Stream.of(
                Arguments.of("'null'", null, Nothing.NOTHING),
                Arguments.of("'string'", "x", new Text("x")),
                Arguments.of(ENUM, new GenericData.EnumSymbol(schema(ENUM), "B"), new Text("B")),
                Arguments.of("'int'", 7, whole(7)),
                Arguments.of("'long'", Long.MAX_VALUE, whole(Long.MAX_VALUE)),
                Arguments.of("'float'", 1.1f, Fraction.of(1.1)),
                Arguments.of("'double'", 2.5, Fraction.of(2.5)),
                Arguments.of("'double'", 1.2e7, new Fraction("12000000")),
                Arguments.of("'double'", Double.NaN, new Fraction("NaN")),
                Arguments.of("'boolean'", true, new Flag(true)),
                Arguments.of("'bytes'", ByteBuffer.wrap(new byte[] {1}), Bytes.BYTES),
                Arguments.of(
                        "{'type':'array','items':['null','string']}",
                        Arrays.asList("x", null),
                        new Items(List.of(new Text("x"), Nothing.NOTHING))),
                Arguments.of(
                        "{'type':'map','values':'int'}",
                        Map.of("a", 1),
                        new Fields(Map.of("a", whole(1)))),
                Arguments.of("['null','string']", null, Nothing.NOTHING),
                Arguments.of("['null','string']", "x", new Text("x")),
                Arguments.of("['long','null']", 4L, whole(4)),
                Arguments.of("['null','long','string','boolean']", "x", new Text("x")),
                Arguments.of("['null','long','string','boolean']", 4L, whole(4)),
                Arguments.of("['null','long','string','boolean']", null, Nothing.NOTHING));
    }

    @ParameterizedTest
    @MethodSource("plainTypes")
    void aValueIsReadByItsType(String type, Object datum, SourceValue read) throws Exception {
        assertThat(written(type, datum)).isEqualTo(read);
    }

    static Stream<Arguments> logicalTypes() {
        return Stream.of(
                Arguments.of(logical("long", "timestamp-millis"), TIME, new Moment(TIME)),
                Arguments.of(logical("long", "timestamp-micros"), TIME, new Moment(TIME)),
                Arguments.of(logical("long", "timestamp-nanos"), TIME, new Moment(TIME)),
                Arguments.of(
                        logical("long", "timestamp-millis"),
                        Instant.ofEpochMilli(-1),
                        new Moment(Instant.ofEpochMilli(-1))),
                Arguments.of(
                        logical("long", "local-timestamp-millis"),
                        LOCAL,
                        new Text("2026-03-01T12:00:00.250")),
                Arguments.of(
                        logical("long", "local-timestamp-micros"),
                        LOCAL,
                        new Text("2026-03-01T12:00:00.250000")),
                Arguments.of(
                        logical("long", "local-timestamp-nanos"),
                        LOCAL,
                        new Text("2026-03-01T12:00:00.250000000")),
                Arguments.of(
                        logical("int", "date"), LocalDate.of(1969, 12, 31), new Text("1969-12-31")),
                Arguments.of(
                        logical("int", "time-millis"),
                        LocalTime.of(7, 5),
                        new Text("07:05:00.000")),
                Arguments.of(
                        logical("long", "time-micros"),
                        LocalTime.of(7, 5),
                        new Text("07:05:00.000000")),
                Arguments.of(decimal("{'type':'bytes'", 2), "12.30", new Text("12.30")),
                Arguments.of(decimal("{'type':'bytes'", 2), "-0.05", new Text("-0.05")),
                Arguments.of(decimal("{'type':'bytes'", 0), "12", whole(12)),
                Arguments.of(
                        decimal("{'type':'fixed','name':'F','size':5", 2),
                        "12.30",
                        new Text("12.30")),
                Arguments.of(logical("string", "uuid"), ID, new Text(UUID_TEXT)),
                Arguments.of(
                        "{'type':'fixed','name':'F','size':16,'logicalType':'uuid'}",
                        ID,
                        new Text(UUID_TEXT)),
                Arguments.of(
                        "['null',%s,'string']".formatted(logical("long", "timestamp-micros")),
                        TIME,
                        new Moment(TIME)),
                Arguments.of("['null','string']", "not logical", new Text("not logical")));
    }

    @ParameterizedTest
    @MethodSource("logicalTypes")
    void aLogicalTypeCountsAsAvroReadsItAndAsItsConversionsMakeIt(
            String type, Object converted, SourceValue read) throws Exception {
        Object datum = type.contains("decimal") ? new BigDecimal(converted.toString()) : converted;

        assertThat(written(type, datum)).isEqualTo(read);
        assertThat(AvroRecord.of(record(type, datum)).get("f")).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'long','logicalType':'of-somebody-else'}",
                "{'type':'long','logicalType':'date'}"
            })
    void ofALogicalTypeThatIsNotKnownTheTypeBelowCounts(String type) throws Exception {
        assertThat(written(type, 5L)).isEqualTo(whole(5));
    }

    @Test
    void aDurationAndAnEmptyDecimalAreBytes() throws Exception {
        String duration = "{'type':'fixed','name':'F','size':12,'logicalType':'duration'}";
        GenericData.Fixed twelve = new GenericData.Fixed(schema(duration), new byte[12]);

        assertThat(written(duration, twelve)).isEqualTo(Bytes.BYTES);
        assertThat(
                        AvroRecord.of(
                                        record(
                                                decimal("{'type':'bytes'", 2),
                                                ByteBuffer.wrap(new byte[0])))
                                .get("f"))
                .isEqualTo(Bytes.BYTES);
    }

    @Test
    void recordsWithinRecordsAreObjectsWithEveryField() throws Exception {
        String type =
                """
                {'type':'record','name':'U','fields':[
                 {'name':'name','type':'string'},
                 {'name':'next','type':['null','U'],'default':null}]}
                """;
        Schema user = schema(type);
        GenericRecord inner = new GenericData.Record(user);
        inner.put("name", "b");
        GenericRecord outer = new GenericData.Record(user);
        outer.put("name", "a");
        outer.put("next", inner);

        assertThat(written(type, outer))
                .isEqualTo(
                        new Fields(
                                Map.of(
                                        "name",
                                        new Text("a"),
                                        "next",
                                        new Fields(
                                                Map.of(
                                                        "name",
                                                        new Text("b"),
                                                        "next",
                                                        Nothing.NOTHING)))));
    }

    @Test
    void aRecordOfAGeneratedClassIsReadAsWell() {
        PostEvent post =
                PostEvent.newBuilder()
                        .setPostId("p-1")
                        .setRevision(3)
                        .setKind(PostEventKind.DELETE)
                        .setEventTime(TIME)
                        .setHashtags(List.of("a"))
                        .setAttributes(Map.of("k", "v"))
                        .build();

        Fields read = AvroRecord.of(post);

        assertThat(read.get("postId")).isEqualTo(new Text("p-1"));
        assertThat(read.get("revision")).isEqualTo(whole(3));
        assertThat(read.get("kind")).isEqualTo(new Text("DELETE"));
        assertThat(read.get("eventTime")).isEqualTo(new Moment(TIME));
        assertThat(read.get("hashtags")).isEqualTo(new Items(List.of(new Text("a"))));
        assertThat(read.get("title")).isEqualTo(Nothing.NOTHING);
    }

    @Test
    void aValueOfNoTypeOfItsUnionIsRefusedWithoutBeingShown() {
        GenericRecord record = record("['int','boolean','bytes']", "secret");

        assertThatThrownBy(() -> AvroRecord.of(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a value of java.lang.String is of none of the types [int, boolean, bytes]")
                .hasNoCause();
    }

    @Test
    void aPostIsMappedFromAvro() throws Exception {
        String mapping =
                """
                id: f.id
                revision: {path: f.at, unit: logical-type}
                event_time: {path: f.at, unit: epoch-millis}
                body: f.text
                attributes: {at: f.at, price: f.price}
                """;
        String type =
                """
                {'type':'record','name':'P','fields':[
                 {'name':'id','type':{'type':'string','logicalType':'uuid'}},
                 {'name':'at','type':{'type':'long','logicalType':'timestamp-micros'}},
                 {'name':'text','type':['null','string']},
                 {'name':'price','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}}]}
                """;
        GenericRecord row = new GenericData.Record(schema(type));
        row.put("id", ID);
        row.put("at", TIME);
        row.put("text", "Rain");
        row.put("price", new BigDecimal("12.30"));

        PostEvent post =
                new PostMapper(MappingFile.parse("m", mapping))
                        .map(AvroRecord.of(record(type, row)), Instant.EPOCH);

        assertThat(post.getPostId()).isEqualTo(UUID_TEXT);
        assertThat(post.getRevision()).isEqualTo(TIME.toEpochMilli());
        assertThat(post.getEventTime()).isEqualTo(TIME);
        assertThat(post.getBody()).isEqualTo("Rain");
        assertThat(post.getAttributes())
                .isEqualTo(Map.of("at", "2026-03-01T12:00:00.250Z", "price", "12.30"));
    }

    /** As a field {@code f} of a record that was written to bytes and read again. */
    private static SourceValue written(String type, Object datum) throws Exception {
        GenericRecord record = record(type, datum);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema(), AvroLogicalValue.DATA)
                .write(record, encoder);
        encoder.flush();
        GenericRecord read =
                new GenericDatumReader<GenericRecord>(record.getSchema())
                        .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
        return AvroRecord.of(read).get("f");
    }

    private static GenericRecord record(String type, Object datum) {
        Schema schema =
                schema(
                        "{'type':'record','name':'R','fields':[{'name':'f','type':%s}]}"
                                .formatted(type));
        GenericRecord record = new GenericData.Record(schema);
        record.put("f", datum);
        return record;
    }

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }

    private static String logical(String type, String name) {
        return "{'type':'%s','logicalType':'%s'}".formatted(type, name);
    }

    private static String decimal(String type, int scale) {
        return "%s,'logicalType':'decimal','precision':9,'scale':%d}".formatted(type, scale);
    }

    private static Whole whole(long number) {
        return new Whole(BigInteger.valueOf(number));
    }
}

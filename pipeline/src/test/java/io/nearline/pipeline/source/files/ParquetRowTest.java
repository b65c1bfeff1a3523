package io.nearline.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Bytes;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Nothing;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetRowTest {

    private static final long SECONDS = 1_772_366_400;

    @TempDir private Path directory;

    static Stream<Arguments> values() {
        Instant time = Instant.ofEpochSecond(SECONDS);
        return Stream.of(
                value("int64 v (TIMESTAMP(MILLIS,true))", SECONDS * 1_000, new Moment(time)),
                value("int64 v (TIMESTAMP(MICROS,true))", SECONDS * 1_000_000, new Moment(time)),
                value(
                        "int64 v (TIMESTAMP(NANOS,true))",
                        SECONDS * 1_000_000_000 + 1,
                        new Moment(time.plusNanos(1))),
                value("int96 v", int96(), new Moment(time)),
                value(
                        "int64 v (TIMESTAMP(MICROS,false))",
                        SECONDS * 1_000_000,
                        new Text("2026-03-01T12:00:00.000000")),
                value("int32 v (DATE)", 20_513, new Text("2026-03-01")),
                value("int32 v (TIME(MILLIS,true))", 1, new Text("00:00:00.001")),
                value("int64 v", 7L, whole("7")),
                value("int32 v (INTEGER(32,false))", -1, whole("4294967295")),
                value("int64 v (INTEGER(64,false))", -1L, whole("18446744073709551615")),
                value("int64 v (DECIMAL(18,0))", 7L, whole("7")),
                value("int64 v (DECIMAL(18,2))", 712L, new Text("7.12")),
                value("float v", 1.1f, Fraction.of(1.1)),
                value("double v", 2.5, Fraction.of(2.5)),
                value("boolean v", true, new Flag(true)),
                value("binary v (STRING)", Binary.fromString("plåt"), new Text("plåt")),
                value("binary v (ENUM)", Binary.fromString("DELETE"), new Text("DELETE")),
                value("binary v", Binary.fromString("old"), new Text("old")),
                value("binary v", bytes(0xff), Bytes.BYTES),
                value("fixed_len_byte_array(2) v", bytes(1, 2), Bytes.BYTES),
                value(
                        "fixed_len_byte_array(16) v (UUID)",
                        bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                        new Text("00010203-0405-0607-0809-0a0b0c0d0e0f")),
                value("binary v (DECIMAL(18,1))", bytes(0, 71), new Text("7.1")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreWhatTheFileSaysThatTheyMean(String column, Object written, SourceValue read)
            throws Exception {
        assertThat(
                        row(
                                "optional " + column + "; optional int32 none;",
                                row -> add(row, "v", written)))
                .isEqualTo(Map.of("v", read, "none", Nothing.NOTHING));
    }

    @Test
    void listsAreReadInEveryLayout() throws Exception {
        Fields read =
                new Fields(
                        row(
                                """
                                optional group spark (LIST) {
                                  repeated group list { optional binary element (STRING); } }
                                optional group pyarrow (LIST) {
                                  repeated group list { optional binary item (STRING); } }
                                optional group hive (LIST) {
                                  repeated group bag { optional binary array_element (STRING); } }
                                optional group two (LIST) { repeated binary array (STRING); }
                                optional group tuple (LIST) {
                                  repeated group tuple_tuple { optional binary x (STRING); } }
                                repeated binary bare (STRING);
                                """,
                                ParquetRowTest::fillLists));

        Items texts = new Items(List.of(new Text("a"), new Text("b")));
        assertThat(read.values())
                .containsEntry("spark", texts)
                .containsEntry("pyarrow", new Items(List.of(new Text("a"), Nothing.NOTHING)))
                .containsEntry("hive", texts)
                .containsEntry("two", texts)
                .containsEntry("tuple", new Items(List.of(new Fields(Map.of("x", new Text("a"))))))
                .containsEntry("bare", texts);
    }

    @Test
    void mapsAndStructsAreFields() throws Exception {
        assertThat(
                        row(
                                """
                                optional group m (MAP) { repeated group key_value {
                                  required binary key (STRING); optional int32 value; } }
                                optional group a_struct { optional binary b (STRING); }
                                optional group none { optional binary b (STRING); }
                                """,
                                row -> {
                                    Group map = row.addGroup("m");
                                    map.addGroup(0).append("key", "k").append("value", 1);
                                    map.addGroup(0).append("key", "n");
                                    row.addGroup("a_struct").append("b", "x");
                                }))
                .isEqualTo(
                        Map.of(
                                "m",
                                new Fields(Map.of("k", whole("1"), "n", Nothing.NOTHING)),
                                "a_struct",
                                new Fields(Map.of("b", new Text("x"))),
                                "none",
                                Nothing.NOTHING));
    }

    /** Avro, by whose schema posts are read, would refuse such names. */
    @Test
    void namesMayBeAnyText() throws Exception {
        assertThat(row("optional int32 user.id-nr;", row -> row.append("user.id-nr", 7)))
                .isEqualTo(Map.of("user.id-nr", whole("7")));
    }

    private static void fillLists(Group row) {
        Group spark = row.addGroup("spark");
        spark.addGroup(0).append("element", "a");
        spark.addGroup(0).append("element", "b");
        Group pyarrow = row.addGroup("pyarrow");
        pyarrow.addGroup(0).append("item", "a");
        pyarrow.addGroup(0);
        Group hive = row.addGroup("hive");
        hive.addGroup(0).append("array_element", "a");
        hive.addGroup(0).append("array_element", "b");
        row.addGroup("two").append("array", "a").append("array", "b");
        row.addGroup("tuple").addGroup(0).append("x", "a");
        row.append("bare", "a").append("bare", "b");
    }

    private Map<String, SourceValue> row(String columns, Consumer<Group> fill) throws Exception {
        MessageType type =
                MessageTypeParser.parseMessageType(
                        "message spark_schema { %s }".formatted(columns));
        Group row = new SimpleGroup(type);
        fill.accept(row);
        Path file =
                PostFileWriters.parquetWithoutAvroSchema(
                        directory.resolve("rows.parquet"),
                        type,
                        CompressionCodecName.SNAPPY,
                        List.of(row));
        try (FileRecords<SourceRecord> records =
                SourceFileFormat.PARQUET.open(ReadPosts.flinkPath(file))) {
            return records.next().orElseThrow().fields().values();
        }
    }

    private static void add(Group row, String name, Object value) {
        if (value instanceof Integer number) {
            row.append(name, number);
        } else if (value instanceof Long number) {
            row.append(name, number);
        } else if (value instanceof Float number) {
            row.append(name, number);
        } else if (value instanceof Double number) {
            row.append(name, number);
        } else if (value instanceof Boolean flag) {
            row.append(name, flag);
        } else {
            row.append(name, (Binary) value);
        }
    }

    private static Arguments value(String column, Object written, SourceValue read) {
        return Arguments.of(column, written, read);
    }

    private static Whole whole(String digits) {
        return new Whole(new BigInteger(digits));
    }

    private static Binary int96() {
        ByteBuffer parts = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        parts.putLong(12L * 3_600 * 1_000_000_000).putInt(2_461_101);
        return Binary.fromConstantByteArray(parts.array());
    }

    private static Binary bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Binary.fromConstantByteArray(bytes);
    }
}

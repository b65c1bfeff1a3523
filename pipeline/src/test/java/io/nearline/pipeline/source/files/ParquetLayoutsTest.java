package io.nearline.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.decode.PostContract;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layouts that writers of Parquet use beside parquet-avro's, none with an Avro schema. */
class ParquetLayoutsTest {

    private static final String TIME = "optional int64 eventTime (TIMESTAMP(MILLIS,true));";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "optional group hashtags (LIST) { repeated group list { optional binary element"
                        + " (STRING); } }| list | element",
                "optional group hashtags (LIST) { repeated group bag { optional binary array"
                        + " (STRING); } }| bag | array",
                "required group hashtags (LIST) { repeated group bag { optional binary"
                        + " array_element (STRING); } }| bag | array_element",
                "required group hashtags (LIST) { repeated group array { required binary element"
                        + " (STRING); } }| array | element",
                "optional group hashtags (LIST) { repeated group hashtags_tuple { required binary"
                        + " str (STRING); } }| hashtags_tuple | str",
                "optional group hashtags (LIST) { repeated group list { optional binary element; }"
                        + " }| list | element",
                "required group hashtags (LIST) { repeated binary array (STRING); } | array |",
                "optional group hashtags (LIST) { repeated binary element (STRING); } | element |",
            })
    void readsListsOfTwoAndOfThreeLevels(String column, String repeated, String element)
            throws IOException {
        PostEvent post =
                read(
                        TIME + column,
                        row -> {
                            row.append("eventTime", NOON.toEpochMilli());
                            Group list = row.addGroup("hashtags");
                            for (String tag : List.of("sea", "fog")) {
                                if (element == null) {
                                    list.append(repeated, tag);
                                } else {
                                    list.addGroup(repeated).append(element, tag);
                                }
                            }
                        });

        assertThat(post.getHashtags()).containsExactly("sea", "fog");
    }

    @ParameterizedTest
    @CsvSource({
        "repeated group key_value, key_value",
        "repeated group map (MAP_KEY_VALUE), map",
        "repeated group entries, entries"
    })
    void readsMapsOfEveryWriter(String entries, String name) throws IOException {
        String map =
                "optional group attributes (MAP) { %s { required binary key (STRING); optional binary value (STRING); } }"
                        .formatted(entries);

        PostEvent post =
                read(
                        TIME + map,
                        row -> {
                            row.append("eventTime", NOON.toEpochMilli());
                            Group attributes = row.addGroup("attributes");
                            attributes
                                    .addGroup(name)
                                    .append("key", "visibility")
                                    .append("value", "public");
                            attributes.addGroup(name).append("key", "empty");
                        });

        assertThat(post.getAttributes()).isEqualTo(Map.of("visibility", "public"));
    }

    @ParameterizedTest
    @CsvSource({
        "int64 eventTime (TIMESTAMP(MILLIS:true)), 1772366400123",
        "int64 eventTime (TIMESTAMP_MILLIS), 1772366400123",
        "int64 eventTime (TIMESTAMP(MICROS:true)), 1772366400123999",
        "int64 eventTime (TIMESTAMP_MICROS), 1772366400123999",
        "int64 eventTime (TIMESTAMP(NANOS:true)), 1772366400123999999",
        "int64 eventTime, 1772366400123",
    })
    void readsTimesByTheUnitThatTheFileStates(String column, long written) throws IOException {
        PostEvent post =
                read(
                        "optional " + column.replace(':', ',') + ";",
                        row -> row.append("eventTime", written));

        assertThat(post.getEventTime()).isEqualTo(NOON);
    }

    @Test
    void cutsTimesBefore1970Downwards() throws IOException {
        PostEvent post =
                read(
                        "optional int64 eventTime (TIMESTAMP(MICROS,true));",
                        row -> row.append("eventTime", -1L));

        assertThat(post.getEventTime()).isEqualTo(Instant.ofEpochMilli(-1));
    }

    @ParameterizedTest
    @CsvSource({
        "2461101, 43200123999999, 2026-03-01T12:00:00.123Z",
        "2440588, 0, 1970-01-01T00:00:00Z",
        "2440587, 86399999000000, 1969-12-31T23:59:59.999Z"
    })
    void readsTheTimesOfOlderWriters(int julianDay, long nanosOfDay, Instant time)
            throws IOException {
        PostEvent post =
                read(
                        "optional int96 eventTime;",
                        row -> row.append("eventTime", new NanoTime(julianDay, nanosOfDay)));

        assertThat(post.getEventTime()).isEqualTo(time);
    }

    @Test
    void readsStringsThatAreNotMarkedAsSuch() throws IOException {
        PostEvent post =
                read(
                        TIME + "optional binary body;",
                        row ->
                                row.append("eventTime", NOON.toEpochMilli())
                                        .append("body", Binary.fromString("naïve ☂")));

        assertThat(post.getBody()).isEqualTo("naïve ☂");
    }

    @Test
    void readsAnIdThatIsANumberAndARevisionOf32Bits() throws IOException {
        Path file = directory.resolve("p.parquet");
        String columns =
                "required int64 post_id; required int32 Revision; required binary kind (ENUM);"
                        + " required int64 event_time;";
        MessageType type = MessageTypeParser.parseMessageType("message table { " + columns + " }");
        Group row = new SimpleGroup(type);
        row.append("post_id", 42L).append("Revision", 3).append("kind", "create");
        row.append("event_time", NOON.toEpochMilli());
        PostFileWriters.parquetWithoutAvroSchema(
                file, type, CompressionCodecName.ZSTD, List.of(row));

        PostEvent post = ReadPosts.in(PostFileFormat.PARQUET, file).get(0);

        assertThat(post.getPostId()).isEqualTo("42");
        assertThat(post.getRevision()).isEqualTo(3);
        assertThat(post.getKind()).isEqualTo(PostEventKind.CREATE);
        assertThat(post.getEventTime()).isEqualTo(NOON);
    }

    @Test
    void passesOverColumnsThatAPostHasNotWhateverTheirType() throws IOException {
        PostEvent post =
                read(
                        TIME
                                + "optional int96 loaded_at; optional fixed_len_byte_array(2) half"
                                + " (FLOAT16);optional group strange-name { optional group inner"
                                + " (LIST) { repeated group list { optional group element {"
                                + " optional int32 deep; } } } }optional group codes (MAP) {"
                                + " repeated group key_value { required int32 key; optional int32"
                                + " value; } }",
                        row ->
                                row.append("eventTime", NOON.toEpochMilli())
                                        .append("loaded_at", new NanoTime(2461101, 0)));

        assertThat(post.getPostId()).isEqualTo("p1");
    }

    @Test
    void makesOfARequiredValueThatIsNullAPostThatBreaksItsContract() throws IOException {
        PostEvent post = read(TIME, row -> {});

        assertThat(PostContract.isPlausible(post.getEventTime())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "optional int64 eventTime (TIMESTAMP(MICROS,false))| eventTime is long"
                        + " (local-timestamp-micros): its time zone is not known",
                "optional int32 eventTime (DATE) | eventTime is int (date): write it as a timestamp"
                        + " in UTC",
                "optional int32 eventTime | eventTime is int: write it as a timestamp in UTC",
                "optional double eventTime | eventTime is double: write it as a timestamp in UTC",
                "optional binary eventTime (STRING) | eventTime is string: write it as a timestamp"
                        + " in UTC",
                "optional int64 eventTime (TIME(MICROS,true)) | eventTime is long (time-micros)",
                "optional int64 eventTime (DECIMAL(18,0)) | eventTime is long (decimal)",
                "optional int64 eventTime (TIMESTAMP(NANOS,false)) | eventTime is long"
                        + " (local-timestamp-nanos)",
                "optional int64 eventTime (TIME(NANOS,true)) | eventTime is long (time-nanos)",
                "optional fixed_len_byte_array(12) eventTime | eventTime is fixed",
            })
    void refusesByNameWhatIsNoTime(String column, String message) throws IOException {
        Path file = ParquetRows.write(directory.resolve("p.parquet"), column + ";", row -> {});

        assertThatThrownBy(() -> PostFileFormat.PARQUET.open(ReadPosts.flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("p.parquet: holds records of spark_schema")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "optional binary hashtags (STRING); | hashtags is string: make it an array of"
                        + " strings",
                "optional binary attributes (STRING); | attributes is string: make it a map of"
                        + " strings",
                "optional int64 body; | body is long: cast it to a string",
                "optional int64 revision2; optional int64 Body (TIMESTAMP(MILLIS,true));"
                        + "| Body is long (timestamp-millis): cast it to a string",
                "repeated binary hashtags (STRING); | hashtags is repeated, but no LIST",
                "optional group body { optional binary text (STRING); } | body is record: cast it"
                        + " to a string",
                "optional group attributes (MAP) { repeated group key_value { required int32 key;"
                    + " optional binary value (STRING); } }| has a column of a type that no post"
                    + " has",
            })
    void refusesByNameWhatHasAnotherType(String column, String message) throws IOException {
        Path file = ParquetRows.write(directory.resolve("p.parquet"), TIME + column, row -> {});

        assertThatThrownBy(() -> PostFileFormat.PARQUET.open(ReadPosts.flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining(message);
    }

    private PostEvent read(String columns, Consumer<Group> fill) throws IOException {
        Path file = ParquetRows.write(directory.resolve("p.parquet"), columns, fill);
        List<PostEvent> posts = ReadPosts.in(PostFileFormat.PARQUET, file);
        assertThat(posts).hasSize(1);
        assertThat(posts.get(0).getPostId()).isEqualTo("p1");
        return posts.get(0);
    }
}

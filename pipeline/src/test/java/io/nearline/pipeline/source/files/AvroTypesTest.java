package io.nearline.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.decode.PostContract;
import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What writers of Avro say that their fields mean. */
class AvroTypesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "timestamp-millis, 1772366400123",
        "timestamp-micros, 1772366400123999",
        "timestamp-nanos, 1772366400123999999",
    })
    void readsTimesByTheUnitThatTheFileStates(String logicalType, long written) throws IOException {
        String type = "{'type':'long','logicalType':'%s'}".formatted(logicalType);

        assertThat(read("'eventTime','type':" + type, written).getEventTime()).isEqualTo(NOON);
        assertThat(read("'eventTime','type':['null',%s]".formatted(type), written).getEventTime())
                .isEqualTo(NOON);
        assertThat(read("'event_time','type':[%s,'null']".formatted(type), written).getEventTime())
                .isEqualTo(NOON);
    }

    @Test
    void takesALogicalTypeAlsoWhereItIsGivenToTheFieldBySlip() throws IOException {
        PostEvent post =
                read(
                        "'eventTime','type':'long','logicalType':'timestamp-micros'",
                        1772366400123999L);

        assertThat(post.getEventTime()).isEqualTo(NOON);
    }

    @Test
    void takesANumberWithoutAUnitForMillisecondsAndLeavesItToTheContractWhetherItCanBe()
            throws IOException {
        assertThat(read("'eventTime','type':'long'", 1772366400123L).getEventTime())
                .isEqualTo(NOON);
        PostEvent micros = read("'eventTime','type':'long'", 1772366400123999L);
        assertThatThrownBy(() -> PostContract.check(micros))
                .hasMessageContaining("looks like microseconds");
    }

    @Test
    void makesOfARequiredValueThatIsNullAPostThatBreaksItsContract() throws IOException {
        PostEvent post =
                read(
                        "'eventTime','type':['null',{'type':'long','logicalType':'timestamp-micros'}]",
                        null);

        assertThatThrownBy(() -> PostContract.check(post))
                .hasMessageContaining("eventTime is")
                .hasMessageNotContaining("looks like");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'long','logicalType':'local-timestamp-micros'} | eventTime is long"
                        + " (local-timestamp-micros)",
                "{'type':'long','logicalType':'time-micros'} | eventTime is long (time-micros)",
                "{'type':'long','logicalType':'timestamp-seconds'} | eventTime is long"
                        + " (timestamp-seconds)",
                "{'type':'int','logicalType':'date'} | eventTime is int (date)",
                "'int' | eventTime is int:",
                "'double' | eventTime is double:",
                "['null','long','string'] | eventTime is a union of [long, string]: give it one"
                        + " type",
            })
    void refusesByNameWhatIsNoTime(String type, String message) throws IOException {
        Path file = write("'eventTime','type':" + type, null, "'long'");

        assertRefused(file, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'long','logicalType':'timestamp-micros'} | revision is long"
                        + " (timestamp-micros)",
                "{'type':'int','logicalType':'time-millis'} | revision is int (time-millis)",
                "{'type':'bytes','logicalType':'decimal','precision':9} | revision is bytes"
                        + " (decimal)",
                "'double' | revision is double: write it as a 64-bit integer",
            })
    void refusesByNameWhatIsNoRevision(String type, String message) throws IOException {
        Path file = write("'eventTime','type':'long'", null, type);

        assertRefused(file, message);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Schema schema =
                new Schema.Parser()
                        .parse(
                                """
                                {"type":"record","name":"topLevelRecord","fields":[
                                  {"name":"postId","type":"string"}]}\
                                """);
        Path file = PostFileWriters.avro(directory.resolve("p.avro"), schema, List.of());

        assertRefused(file, "no field revision; no field kind; no field eventTime");
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> PostFileFormat.AVRO.open(ReadPosts.flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("p.avro: holds records of topLevelRecord")
                .hasMessageContaining(message);
    }

    private PostEvent read(String time, Long written) throws IOException {
        return ReadPosts.in(PostFileFormat.AVRO, write(time, written, "'long'")).get(0);
    }

    /** A file with one record where there is a time, and with none else. */
    private Path write(String time, Long written, String revision) throws IOException {
        String json =
                """
                {'type':'record','name':'topLevelRecord','fields':[
                  {'name':'postId','type':['string','null']},
                  {'name':'revision','type':%s},
                  {'name':'kind','type':['string','null']},
                  {'name':%s}]}\
                """
                        .formatted(revision, time);
        Schema schema = new Schema.Parser().parse(json.replace('\'', '"'));
        GenericRecord post = new GenericData.Record(schema);
        post.put("postId", "p1");
        post.put("revision", 7L);
        post.put("kind", "UPDATE");
        post.put(3, written);
        boolean valid = GenericData.get().validate(schema, post);
        return PostFileWriters.avro(
                directory.resolve("p.avro"), schema, valid ? List.of(post) : List.of());
    }
}

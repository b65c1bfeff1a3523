package io.nearline.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.mapping.InvalidMappingException;
import io.nearline.operators.record.Change;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MappedReadingTest {

    private static final Instant AS_OF = Instant.parse("2026-03-02T00:00:00Z");
    private static final int COUNT = 600;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(SourceFileFormat.class)
    void recordsOfEveryFormatBecomeTheSamePosts(SourceFileFormat format) throws IOException {
        List<RawRecord> records = read(format, 10, 0);

        Post created = new PostDecoder().decode(records.get(0));
        assertThat(created.version().postId()).isEqualTo("0");
        assertThat(created.version().revision()).isEqualTo(1);
        assertThat(created.version().change()).isEqualTo(Change.CREATE);
        assertThat(Instant.ofEpochMilli(created.version().eventTime()))
                .isEqualTo("2026-03-01T12:00:00Z");
        assertThat(created.body()).isEqualTo("line\n0");
        Post deleted = new PostDecoder().decode(records.get(5));
        assertThat(deleted.version().change()).isEqualTo(Change.DELETE);
        assertThat(deleted.body()).isNull();
    }

    @ParameterizedTest
    @EnumSource(SourceFileFormat.class)
    void aRecordThatDoesNotFitIsRefusedWhereItIsDecoded(SourceFileFormat format)
            throws IOException {
        RawRecord refused = read(format, 10, 0).get(9);

        assertThatThrownBy(() -> new PostDecoder().decode(refused))
                .isInstanceOf(UnfitRecordException.class)
                .hasMessage(
                        "revision: path version must lead to a whole number or its digits, found"
                                + " text");
        assertThat(refused.offset()).isEqualTo(9);
        assertThat(refused.headers().get(0).value())
                .asString()
                .endsWith("/posts." + format.name().toLowerCase(Locale.ROOT));
        assertThat(refused.value())
                .as("the record, for whoever looks at the dead letter")
                .asString()
                .startsWith("{\"nr\":")
                .contains("\"version\":\"secret\"");
    }

    @ParameterizedTest
    @EnumSource(SourceFileFormat.class)
    void readingGoesOnFromEveryPlace(SourceFileFormat format) throws IOException {
        for (int skipped : new int[] {0, 1, 255, 256, 599, COUNT}) {
            List<RawRecord> rest = read(format, COUNT, skipped);

            assertThat(rest)
                    .extracting(RawRecord::offset)
                    .containsExactlyElementsOf(LongStream.range(skipped, COUNT).boxed().toList());
            assertThat(rest)
                    .filteredOn(record -> !SourceFileWriters.isBroken(record.offset()))
                    .allSatisfy(
                            record ->
                                    assertThat(record.key())
                                            .asString()
                                            .isEqualTo(Long.toString(record.offset())));
        }
    }

    @Test
    void aPostWithoutATimeHasTheTimeOfTheFilesInEachPass() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), "id,text\n1,rain\n");
        FileReading reading =
                new MappedReading(
                        SourceFileFormat.CSV, "id: id\nrevision: {always: 1}\nbody: text", AS_OF);

        for (Origin pass : List.of(Origin.SURVEY, Origin.BACKFILL)) {
            RawRecord record = all(reading, file, pass, 0).get(0);
            assertThat(record.origin()).isEqualTo(pass);
            assertThat(new PostDecoder().decode(record).version().eventTime())
                    .isEqualTo(AS_OF.toEpochMilli());
        }
    }

    /** A table of posts may have hundreds of columns that no post needs. */
    @Test
    void ofParquetOnlyTheColumnsOfTheMappingAreRead() throws IOException {
        Path file =
                SourceFileWriters.write(
                        SourceFileFormat.PARQUET, directory.resolve("a.parquet"), 10);
        FileReading reading =
                new MappedReading(
                        SourceFileFormat.PARQUET, "id: nr\nrevision: version\nbody: text", AS_OF);

        assertThat(all(reading, file, Origin.BACKFILL, 9).get(0).value())
                .asString()
                .isEqualTo("{\"nr\":9,\"version\":\"secret\",\"text\":\"line\\n9\"}");
        assertThatThrownBy(
                        () ->
                                all(
                                        new MappedReading(
                                                SourceFileFormat.PARQUET,
                                                "id: uuid\nrevision: v\nbody: t",
                                                AS_OF),
                                        file,
                                        Origin.BACKFILL,
                                        0))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("has none of the columns [t, uuid, v]");
    }

    @Test
    void aLiveRecordIsNotRefusedByAHeader() throws IOException {
        RawRecord refused = read(SourceFileFormat.JSONL, 10, 0).get(9);
        RawRecord good = read(SourceFileFormat.JSONL, 10, 0).get(0);
        RawRecord live =
                new RawRecord(
                        good.topic(),
                        0,
                        0,
                        0,
                        refused.headers(),
                        good.key(),
                        good.value(),
                        Origin.LIVE);

        assertThat(new PostDecoder().decode(live).version().postId()).isEqualTo("0");
    }

    @Test
    void aMappingThatIsWrongIsToldAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), "id\n1\n");

        assertThatThrownBy(
                        () ->
                                new MappedReading(SourceFileFormat.CSV, "id: id", AS_OF)
                                        .open(ReadPosts.flinkPath(file), Origin.SURVEY))
                .isInstanceOf(InvalidMappingException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = SourceFileFormat.class,
            names = {"AVRO", "PARQUET"})
    void aFileOfAnotherFormatIsRefused(SourceFileFormat format) throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "secret text, long enough");

        assertThatThrownBy(() -> format.open(ReadPosts.flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("give its format, or leave it out")
                .hasMessageNotContaining("secret");
    }

    private List<RawRecord> read(SourceFileFormat format, int count, long skipped)
            throws IOException {
        String name = "posts." + format.name().toLowerCase(Locale.ROOT);
        Path file = SourceFileWriters.write(format, directory.resolve(name), count);
        return all(
                new MappedReading(format, SourceFileWriters.MAPPING, AS_OF),
                file,
                Origin.BACKFILL,
                skipped);
    }

    private static List<RawRecord> all(FileReading reading, Path file, Origin pass, long skipped)
            throws IOException {
        List<RawRecord> all = new ArrayList<>();
        try (FileRecords<RawRecord> records = reading.open(ReadPosts.flinkPath(file), pass)) {
            records.skip(skipped);
            for (Optional<RawRecord> record = records.next();
                    record.isPresent();
                    record = records.next()) {
                all.add(record.get());
            }
        }
        return all;
    }
}

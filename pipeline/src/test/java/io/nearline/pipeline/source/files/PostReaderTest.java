package io.nearline.pipeline.source.files;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PostReaderTest {

    private static final int COUNT = 1000;

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void readsEveryPostAsItWasWritten(PostFileFormat format) throws IOException {
        List<PostEvent> posts = posts(COUNT);

        assertThat(readAll(format, write(format, posts), 0)).isEqualTo(posts);
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void readsParquetOfEveryUsualCodec(CompressionCodecName codec) throws IOException {
        List<PostEvent> posts = posts(COUNT);
        Path file = PostFileWriters.parquet(directory.resolve("p.parquet"), codec, posts);

        assertThat(readAll(PostFileFormat.PARQUET, file, 0)).isEqualTo(posts);
    }

    @ParameterizedTest
    @CsvSource({
        "AVRO, 1", "AVRO, 499", "AVRO, 999", "AVRO, 1000", "AVRO, 2000",
        "PARQUET, 1", "PARQUET, 499", "PARQUET, 999", "PARQUET, 1000", "PARQUET, 2000"
    })
    void goesOnAfterTheRecordsSkipped(PostFileFormat format, int skipped) throws IOException {
        List<PostEvent> posts = posts(COUNT);

        assertThat(readAll(format, write(format, posts), skipped))
                .isEqualTo(posts.subList(Math.min(skipped, COUNT), COUNT));
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void skipsFromWhereItIs(PostFileFormat format) throws IOException {
        List<PostEvent> posts = posts(COUNT);
        try (FileRecords<PostEvent> reader = format.open(flinkPath(write(format, posts)))) {
            assertThat(reader.next()).contains(posts.get(0));
            reader.skip(700);
            assertThat(reader.next()).contains(posts.get(701));
        }
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void readsAFileWithoutPosts(PostFileFormat format) throws IOException {
        assertThat(readAll(format, write(format, List.of()), 0)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void givesDefaultsToFieldsThatAnOlderWriterDidNotHave(PostFileFormat format)
            throws IOException {
        Schema older = postSchema("CREATE");
        Path file = write(format, older, record(older, "CREATE"));

        PostEvent post = readAll(format, file, 0).get(0);

        assertThat(post.getPostId()).isEqualTo("p1");
        assertThat(post.getEventTime().toEpochMilli()).isEqualTo(5);
        assertThat(post.getKind()).isEqualTo(PostEventKind.CREATE);
        assertThat(post.getHashtags()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void readsAKindThatANewerWriterKnowsAsUnknown(PostFileFormat format) throws IOException {
        Schema newer = postSchema("CREATE", "ARCHIVE");
        Path file = write(format, newer, record(newer, "ARCHIVE"));

        assertThat(readAll(format, file, 0).get(0).getKind()).isEqualTo(PostEventKind.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void refusesRecordsThatAreNoPosts(PostFileFormat format) throws IOException {
        Schema invoice =
                SchemaBuilder.record("Invoice").fields().requiredString("payer").endRecord();
        GenericRecord record = new GenericRecordBuilder(invoice).set("payer", "x").build();
        Path file = write(format, invoice, record);

        assertThatThrownBy(() -> format.open(flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Invoice")
                .hasMessageContaining("cannot be read as io.nearline.schemas.PostEvent");
    }

    @ParameterizedTest
    @CsvSource({"AVRO, not an Avro container file", "PARQUET, not a Parquet file"})
    void refusesAFileOfAnotherFormat(PostFileFormat format, String message) throws IOException {
        Path file =
                Files.writeString(directory.resolve("posts.jsonl"), "{\"id\":\"1\"}\n".repeat(9));

        assertThatThrownBy(() -> format.open(flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void refusesAnEmptyFile(PostFileFormat format) throws IOException {
        Path file = Files.createFile(directory.resolve("empty"));

        assertThatThrownBy(() -> format.open(flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class);
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void saysAtWhichRecordAFileIsDamaged(PostFileFormat format) throws IOException {
        Path file = write(format, posts(COUNT));
        byte[] bytes = Files.readAllBytes(file);
        byte[] noise = "noise".repeat(200).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(noise, 0, bytes, bytes.length / 2, noise.length);
        Files.write(file, bytes);

        assertThatThrownBy(() -> readAll(format, file, 0))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageMatching(
                        "(?s).*: record ([1-9]\\d+), near byte [1-9]\\d+: it cannot be read.*"
                                + "; \\1 records before it were read")
                .hasMessageNotContaining("noise");
    }

    private Path write(PostFileFormat format, List<PostEvent> posts) throws IOException {
        return switch (format) {
            case AVRO -> PostFileWriters.avro(directory.resolve("p.avro"), posts);
            case PARQUET ->
                    PostFileWriters.parquet(
                            directory.resolve("p.parquet"), CompressionCodecName.SNAPPY, posts);
        };
    }

    private Path write(PostFileFormat format, Schema schema, GenericRecord record)
            throws IOException {
        Path file = directory.resolve("other");
        return switch (format) {
            case AVRO -> PostFileWriters.avro(file, schema, List.of(record));
            case PARQUET -> PostFileWriters.parquet(file, schema, List.of(record));
        };
    }

    private static List<PostEvent> readAll(PostFileFormat format, Path file, long skipped)
            throws IOException {
        List<PostEvent> read = new ArrayList<>();
        try (FileRecords<PostEvent> reader = format.open(flinkPath(file))) {
            reader.skip(skipped);
            for (Optional<PostEvent> post = reader.next(); post.isPresent(); post = reader.next()) {
                read.add(post.get());
            }
        }
        return read;
    }

    private static org.apache.flink.core.fs.Path flinkPath(Path file) {
        return new org.apache.flink.core.fs.Path(file.toUri());
    }

    private static List<PostEvent> posts(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        n ->
                                aPost("p" + n)
                                        .revision(n + 1)
                                        .body("a body that differs " + n * 7919)
                                        .attribute("visibility", "public")
                                        .build())
                .toList();
    }

    /** The fields without which there is no post, and the kinds that a writer knows. */
    private static Schema postSchema(String... kinds) {
        Schema kind =
                SchemaBuilder.enumeration("PostEventKind")
                        .namespace("io.nearline.schemas")
                        .symbols(kinds);
        return SchemaBuilder.record("PostEvent")
                .namespace("io.nearline.schemas")
                .fields()
                .requiredString("postId")
                .requiredLong("revision")
                .name("kind")
                .type(kind)
                .noDefault()
                .requiredLong("eventTime")
                .requiredString("notYetKnownHere")
                .endRecord();
    }

    private static GenericRecord record(Schema schema, String kind) {
        return new GenericRecordBuilder(schema)
                .set("postId", "p1")
                .set("revision", 1L)
                .set("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), kind))
                .set("eventTime", 5L)
                .set("notYetKnownHere", "x")
                .build();
    }
}

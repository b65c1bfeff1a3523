package io.nearline.pipeline.source.files;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.PostEvent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostFilesTest {

    private static final int COUNT = 1000;

    @TempDir private Path directory;

    @Test
    void givesRecordsThatAreDecodedLikeThoseOfTheTopic() throws IOException {
        PostEvent event = aPost("p1").revision(7).body("fog").build();
        Path file = PostFileWriters.avro(directory.resolve("a.avro"), List.of(event));

        RawRecord record =
                read(PostFileFormat.AVRO, Origin.BACKFILL, split(file)).get(0).getRecord();
        Post post = new PostDecoder().decode(record);

        assertThat(record.topic()).isEqualTo("file");
        assertThat(record.key()).asString().isEqualTo("p1");
        assertThat(record.timestamp()).isEqualTo(event.getEventTime().toEpochMilli());
        assertThat(record.origin()).isEqualTo(Origin.BACKFILL);
        assertThat(post.version().revision()).isEqualTo(7);
        assertThat(post.body()).isEqualTo("fog");
    }

    @Test
    void saysInEachRecordWhichFileItIsFrom() throws IOException {
        Path file = PostFileWriters.avro(directory.resolve("a.avro"), posts(1));

        RawRecord record = read(PostFileFormat.AVRO, Origin.SURVEY, split(file)).get(0).getRecord();

        assertThat(record.headers())
                .singleElement()
                .satisfies(
                        header -> {
                            assertThat(header.key()).isEqualTo("nearline-file");
                            assertThat(header.value()).asString().endsWith("/a.avro");
                        });
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void goesOnFromEveryPlaceInAFile(PostFileFormat format) throws IOException {
        Path file = write(format, "posts", COUNT);
        List<RecordAndPosition<RawRecord>> all = read(format, Origin.SURVEY, split(file));

        for (int last : new int[] {0, 255, 256, 700, COUNT - 1}) {
            FileSourceSplit resumed = splitAfter(file, all.get(last));
            assertThat(offsets(read(format, Origin.SURVEY, resumed)))
                    .containsExactlyElementsOf(offsets(all.subList(last + 1, COUNT)));
        }
    }

    @ParameterizedTest
    @EnumSource(PostFileFormat.class)
    void numbersTheRecordsOfAFile(PostFileFormat format) throws IOException {
        Path file = write(format, "posts", COUNT);

        assertThat(offsets(read(format, Origin.SURVEY, split(file))))
                .containsExactlyElementsOf(
                        IntStream.range(0, COUNT).asLongStream().boxed().toList());
    }

    @Test
    void listsFilesAndWhatIsBelowDirectories() throws IOException {
        Path alone = write(PostFileFormat.AVRO, "alone.avro", 1);
        write(PostFileFormat.AVRO, "days/1/a.avro", 1);
        write(PostFileFormat.AVRO, "days/2/b.avro", 1);
        Files.createFile(directory.resolve("days/_SUCCESS"));
        Files.createFile(directory.resolve("days/.part.crc"));

        assertThat(PostFiles.list(List.of(alone.toUri(), directory.resolve("days").toUri())))
                .extracting(file -> file.getPath().getName())
                .containsExactly("alone.avro", "a.avro", "b.avro");
    }

    @Test
    void namesAPlaceThatDoesNotExist() {
        assertThatThrownBy(() -> PostFiles.list(List.of(directory.resolve("nowhere").toUri())))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("nowhere does not exist");
    }

    private Path write(PostFileFormat format, String name, int count) throws IOException {
        Path file = directory.resolve(name);
        return switch (format) {
            case AVRO -> PostFileWriters.avro(file, posts(count));
            case PARQUET -> PostFileWriters.parquet(file, CompressionCodecName.ZSTD, posts(count));
        };
    }

    private static List<PostEvent> posts(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> aPost("p" + n).body("body " + n * 7919).build())
                .toList();
    }

    private static FileSourceSplit split(Path file) throws IOException {
        long size = Files.size(file);
        return new FileSourceSplit(
                "1", new org.apache.flink.core.fs.Path(file.toUri()), 0, size, 0, size);
    }

    /** What a checkpoint keeps once this record was passed on. */
    private static FileSourceSplit splitAfter(Path file, RecordAndPosition<RawRecord> last)
            throws IOException {
        return split(file)
                .updateWithCheckpointedPosition(
                        new CheckpointedPosition(last.getOffset(), last.getRecordSkipCount()));
    }

    private static List<Long> offsets(List<RecordAndPosition<RawRecord>> read) {
        return read.stream().map(each -> each.getRecord().offset()).toList();
    }

    /** Each record with its position, copied out of the iterator, which uses one object again. */
    private static List<RecordAndPosition<RawRecord>> read(
            PostFileFormat format, Origin pass, FileSourceSplit split) throws IOException {
        RawRecordFormat records = new RawRecordFormat(new PostReading(format), pass);
        List<RecordAndPosition<RawRecord>> all = new ArrayList<>();
        Configuration none = new Configuration();
        try (BulkFormat.Reader<RawRecord> reader =
                split.getReaderPosition().isPresent()
                        ? records.restoreReader(none, split)
                        : records.createReader(none, split)) {
            for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
                for (var each = batch.next(); each != null; each = batch.next()) {
                    all.add(
                            new RecordAndPosition<>(
                                    each.getRecord(), each.getOffset(), each.getRecordSkipCount()));
                }
                batch.releaseBatch();
            }
        }
        return all;
    }
}

package io.nearline.pipeline.source.files;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that end too early, at every byte. */
class BrokenOffFilesTest {

    @TempDir private Path directory;

    @Test
    void avroSaysWhereItBreaksOffWhereverItIsCut() throws IOException {
        Path whole = PostFileWriters.avro(directory.resolve("whole.avro"), posts(60));
        byte[] bytes = Files.readAllBytes(whole);
        NavigableSet<Long> blockEnds = blockEnds(whole);
        assertThat(blockEnds).as("the header and some blocks").hasSizeGreaterThan(3);

        for (int length = blockEnds.first().intValue(); length < bytes.length; length++) {
            Path cut = Files.write(directory.resolve("cut.avro"), Arrays.copyOf(bytes, length));
            if (blockEnds.contains((long) length)) {
                assertThat(ReadPosts.in(PostFileFormat.AVRO, cut)).hasSizeLessThan(60);
                continue;
            }
            List<PostEvent> read = new ArrayList<>();
            long lastBlock = blockEnds.headSet((long) length).last();
            assertThatThrownBy(() -> ReadPosts.into(read, 0, PostFileFormat.AVRO, cut))
                    .as("cut at byte %s", length)
                    .isInstanceOfSatisfying(
                            UnreadablePostsException.class,
                            e -> {
                                Place place = e.place().orElseThrow();
                                assertThat(place.read()).isEqualTo(read.size());
                                assertThat(place.number()).isEqualTo(read.size());
                                assertThat(place.position()).isEqualTo(lastBlock);
                                assertThat(e).hasMessageStartingWith("file:" + cut + ": record ");
                            });
        }
    }

    @Test
    void avroNoticesTheCutAlsoWhenItGoesOnBehindIt() throws IOException {
        Path whole = PostFileWriters.avro(directory.resolve("whole.avro"), posts(60));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut =
                Files.write(directory.resolve("cut.avro"), Arrays.copyOf(bytes, bytes.length - 30));

        for (int skipped : new int[] {1, 30, 60, 1000}) {
            assertThatThrownBy(() -> ReadPosts.after(skipped, PostFileFormat.AVRO, cut))
                    .as("after %s", skipped)
                    .isInstanceOf(UnreadablePostsException.class);
        }
    }

    @Test
    void avroWithABrokenHeaderIsNotTakenForAnotherFormat() throws IOException {
        Path whole = PostFileWriters.avro(directory.resolve("whole.avro"), posts(1));
        byte[] bytes = Files.readAllBytes(whole);

        for (int length = 4; length < blockEnds(whole).first(); length += 7) {
            Path cut = Files.write(directory.resolve("cut.avro"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> PostFileFormat.AVRO.open(ReadPosts.flinkPath(cut)))
                    .isInstanceOf(UnreadablePostsException.class)
                    .hasMessageContaining("record 0, near byte 0: the header cannot be read")
                    .hasMessageContaining("0 records before it were read");
        }
    }

    @Test
    void avroWithSomethingBehindItsLastBlockIsRefusedThere() throws IOException {
        Path file = PostFileWriters.avro(directory.resolve("whole.avro"), posts(3));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 5));

        assertThatThrownBy(() -> ReadPosts.in(PostFileFormat.AVRO, file))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("record 3, near byte " + bytes.length);
    }

    @Test
    void parquetSaysThatItsFooterIsMissingWhereverItIsCut() throws IOException {
        byte[] bytes = Files.readAllBytes(parquet(30));

        for (int length = 4; length < bytes.length; length++) {
            Path cut = Files.write(directory.resolve("cut.parquet"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> PostFileFormat.PARQUET.open(ReadPosts.flinkPath(cut)))
                    .as("cut at byte %s", length)
                    .isInstanceOf(UnreadablePostsException.class)
                    .hasMessageContaining("record 0, near byte %s: ".formatted(length))
                    .hasMessageContaining("its end is no footer");
        }
    }

    @Test
    void parquetWithADamagedFooterNamesTheFile() throws IOException {
        Path file = parquet(30);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length - 200, bytes.length - 8, (byte) 0x7f);
        Files.write(file, bytes);

        assertThatThrownBy(() -> PostFileFormat.PARQUET.open(ReadPosts.flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("p.parquet: record 0, near byte ")
                .hasMessageContaining("its end is no footer");
    }

    @Test
    void parquetNoticesOneBitThatFlippedInAPage() throws IOException {
        Path file = parquet(500);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> ReadPosts.in(PostFileFormat.PARQUET, file))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("it cannot be read");
    }

    @Test
    void encryptedParquetIsNamedAsSuch() throws IOException {
        Path file = parquet(1);
        byte[] bytes = Files.readAllBytes(file);
        byte[] magic = "PARE".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        System.arraycopy(magic, 0, bytes, bytes.length - magic.length, magic.length);
        Files.write(file, bytes);

        assertThatThrownBy(() -> PostFileFormat.PARQUET.open(ReadPosts.flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("is encrypted");
    }

    private Path parquet(int count) throws IOException {
        return PostFileWriters.parquet(
                directory.resolve("p.parquet"), CompressionCodecName.UNCOMPRESSED, posts(count));
    }

    /** Where a cut leaves a file that is whole: after the header, and after each block. */
    private static NavigableSet<Long> blockEnds(Path file) throws IOException {
        NavigableSet<Long> ends = new TreeSet<>();
        try (DataFileReader<Object> records =
                new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            ends.add(records.previousSync());
            while (records.hasNext()) {
                records.next();
                ends.add(records.previousSync());
            }
        }
        return ends;
    }

    private static List<PostEvent> posts(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> aPost("p" + n).body("a body that differs " + n * 7919).build())
                .toList();
    }
}

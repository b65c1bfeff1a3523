package io.nearline.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that Spark and DuckDB wrote; {@code written/README.md} says how. */
class WrittenByOthersTest {

    private static final List<PostEvent> POSTS =
            List.of(
                    post("d1", 1, PostEventKind.CREATE, "2026-03-01T12:00:00.123Z")
                            .setAuthor("ana")
                            .setLanguage("en")
                            .setTitle("Title")
                            .setBody("fog over the harbour")
                            .setHashtags(List.of("sea", "fog"))
                            .setAttributes(Map.of("visibility", "public"))
                            .build(),
                    post("d2", 2, PostEventKind.UPDATE, "1965-06-01T00:00:00.500Z")
                            .setBody("naïve ☂ text")
                            .setArticleTitle("a")
                            .setArticleDescription("b")
                            .setMediaText("c")
                            .build(),
                    post("d3", 3, PostEventKind.DELETE, "2026-03-01T12:00:02Z").build());

    @ParameterizedTest
    @MethodSource("whole")
    void readsEveryPostAsItWasMeant(Path file) throws IOException {
        assertThat(ReadPosts.in(formatOf(file), file)).isEqualTo(POSTS);
    }

    @ParameterizedTest
    @MethodSource("whole")
    void continuesInTheMiddle(Path file) throws IOException {
        assertThat(ReadPosts.after(2, formatOf(file), file)).isEqualTo(POSTS.subList(2, 3));
    }

    @Test
    void readsFewerColumnsUnderTheNamesThatTablesHave() throws IOException {
        Path file = files("fewer").get(0);

        List<PostEvent> read = ReadPosts.in(PostFileFormat.PARQUET, file);

        assertThat(read).extracting(PostEvent::getPostId).containsExactly("d1", "d2", "d3");
        assertThat(read)
                .extracting(PostEvent::getEventTime)
                .containsExactlyElementsOf(POSTS.stream().map(PostEvent::getEventTime).toList());
        assertThat(read.get(0).getHashtags()).containsExactly("sea", "fog");
        assertThat(read.get(0).getTitle()).isNull();
        assertThat(read.get(0).getAttributes()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesTimesWhoseZoneIsNotKnown(Path file) {
        assertThatThrownBy(() -> formatOf(file).open(ReadPosts.flinkPath(file)))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("eventTime is long (local-timestamp-micros)")
                .hasMessageContaining("write it as a timestamp in UTC");
    }

    static List<Path> whole() throws IOException {
        List<Path> files = files("");
        assertThat(files).hasSizeGreaterThan(15);
        return files;
    }

    static List<Path> refused() throws IOException {
        return files("refused");
    }

    private static List<Path> files(String below) throws IOException {
        URL written = WrittenByOthersTest.class.getResource("written/" + below);
        try (Stream<Path> files = Files.list(Path.of(written.toURI()))) {
            return files.filter(file -> file.toString().matches(".*\\.(avro|parquet)"))
                    .sorted()
                    .toList();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(written + " is no place in a file system", e);
        }
    }

    private static PostFileFormat formatOf(Path file) {
        return file.toString().endsWith(".avro") ? PostFileFormat.AVRO : PostFileFormat.PARQUET;
    }

    private static PostEvent.Builder post(
            String id, long revision, PostEventKind kind, String time) {
        return PostEvent.newBuilder()
                .setPostId(id)
                .setRevision(revision)
                .setKind(kind)
                .setEventTime(Instant.parse(time));
    }
}

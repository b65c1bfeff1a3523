package io.nearline.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostLinesTest {

    @Test
    void passesOverBlankLinesAndCountsThem() throws Exception {
        assertThat(read("one\n\n \t\r\nfour".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("1:one", "4:four");
    }

    @Test
    void readsGzipWhateverTheNameOfTheFile() throws Exception {
        assertThat(read(gzip("one\ntwo\n"))).containsExactly("1:one", "2:two");
    }

    @Test
    void anEmptyFileHasNoLines() throws Exception {
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(gzip(""))).isEmpty();
    }

    @Test
    void readsEveryMemberOfAGzipFileThoughTheyComeOneAfterTheOther() throws Exception {
        InputStream pipe =
                new SequenceInputStream(
                        new ByteArrayInputStream(gzip("one\n")),
                        new ByteArrayInputStream(gzip("two\n")));

        assertThat(read(pipe)).containsExactly("1:one", "2:two");
    }

    @Test
    void saysWhereAGzipFileBreaksOffWhereverItIsCut() throws IOException {
        byte[] first = gzip(lines(300));
        byte[] whole = concat(first, gzip(lines(20)));

        for (int length = 2; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            List<String> before = new ArrayList<>();
            if (length == first.length) {
                assertThat(read(cut)).hasSize(300);
                continue;
            }
            assertThatThrownBy(() -> readInto(before, new ByteArrayInputStream(cut)))
                    .as("cut at byte %s", length)
                    .isInstanceOfSatisfying(
                            UnreadablePostsException.class,
                            e -> {
                                Place place = e.place().orElseThrow();
                                assertThat(place.read()).isEqualTo(before.size());
                                assertThat(place.number()).isEqualTo(before.size() + 1L);
                                assertThat(place.position()).isLessThanOrEqualTo(cut.length);
                                assertThat(e).hasMessageStartingWith("posts.jsonl: line ");
                            });
        }
    }

    @Test
    void saysWhereAGzipFileIsDamaged() throws IOException {
        byte[] damaged = gzip(lines(3000));
        damaged[damaged.length / 2] ^= 0x55;

        assertThatThrownBy(() -> read(damaged))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageMatching(
                        "posts.jsonl: line \\d+, near byte \\d+: the gzip file is cut or damaged"
                                + " here.*; \\d+ lines before it were read");
    }

    @Test
    void knowsAtWhichByteEachLineBegins() throws IOException {
        byte[] text = "\uFEFFone\n\ntwö\nfour".getBytes(StandardCharsets.UTF_8);
        List<Long> positions = new ArrayList<>();
        try (PostLines lines = PostLines.of(new ByteArrayInputStream(text), "posts.jsonl")) {
            for (Optional<PostLine> line = lines.next(); line.isPresent(); line = lines.next()) {
                positions.add(line.get().place().position());
            }
        }

        assertThat(positions).containsExactly(3L, 8L, 13L);
    }

    @Test
    void passesOverTheByteOrderMarkOfUtf8() throws IOException {
        assertThat(read("\uFEFFone\n".getBytes(StandardCharsets.UTF_8))).containsExactly("1:one");
        assertThat(read(gzip("\uFEFF\ntwo\n"))).containsExactly("2:two");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16LE, FFFE, UTF-16", "UTF-16BE, FEFF, UTF-16",
        "UTF-32LE, FFFE0000, UTF-32", "UTF-32BE, 0000FEFF, UTF-32",
        "UTF-16LE, '', UTF-16LE", "UTF-16BE, '', UTF-16BE",
        "UTF-32LE, '', UTF-32LE", "UTF-32BE, '', UTF-32BE",
    })
    void refusesOtherEncodingsAtTheFirstByte(Charset encoding, String mark, String named) {
        byte[] text = "{\"id\":\"1\"}\n".getBytes(encoding);
        byte[] file = concat(HexFormat.of().parseHex(mark), text);

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageStartingWith("posts.jsonl: line 1, near byte 0: the text is " + named)
                .hasMessageContaining("iconv -f " + named + " -t UTF-8");
    }

    @Test
    void readsLinesUpToTheLimitAndNoLongerOnes() throws IOException {
        byte[] longest = new byte[PostLines.MAX_LINE_BYTES];
        Arrays.fill(longest, (byte) 'x');
        byte[] one = "one\n".getBytes(StandardCharsets.UTF_8);

        assertThat(read(concat(one, longest))).hasSize(2);
        assertThatThrownBy(() -> read(concat(one, concat(longest, one))))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessage(
                        "posts.jsonl: line 2, near byte 4: the line is longer than 16 MiB; put each"
                                + " post on a line of its own; 1 lines before it were read");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return zipped.toByteArray();
    }

    private static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "{\"id\":\"" + n * 7919 + "\"}\n")
                .collect(Collectors.joining());
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static List<String> read(byte[] content) throws IOException {
        return read(new ByteArrayInputStream(content));
    }

    private static List<String> read(InputStream content) throws IOException {
        List<String> read = new ArrayList<>();
        readInto(read, content);
        return read;
    }

    private static void readInto(List<String> read, InputStream content) throws IOException {
        try (PostLines lines = PostLines.of(content, "posts.jsonl")) {
            for (Optional<PostLine> line = lines.next(); line.isPresent(); line = lines.next()) {
                String text = new String(line.get().bytes(), StandardCharsets.UTF_8);
                read.add(line.get().number() + ":" + text);
            }
        }
    }
}

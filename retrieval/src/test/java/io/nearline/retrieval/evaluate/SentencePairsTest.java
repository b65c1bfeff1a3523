package io.nearline.retrieval.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.vector.Cosine;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Updates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencePairsTest {

    @TempDir private Path directory;
    private final ConcurrentLinkedQueue<Long> told = new ConcurrentLinkedQueue<>();

    @Test
    void aModelThatRanksAsPeopleDoHasRhoOne() throws IOException {
        assertThat(rho(lines(1))).isCloseTo(1, within(1e-9));
        assertThat(rho(lines(-1))).isCloseTo(-1, within(1e-9));
    }

    @Test
    void tellsHowManySentencesAreEmbedded() throws IOException {
        rho(lines(1));

        assertThat(told).hasSize(60).contains(1L, 30L, 60L);
    }

    @Test
    void aHeaderAndEmptyLinesArePassedOver() throws IOException {
        Path file = write("similarity\tone\tother\n" + lines(1) + "\n\n");

        assertThat(SentencePairs.read(file).size()).isEqualTo(30);
    }

    @Test
    void jsonLinesAreReadToo() throws IOException {
        String json = "{\"score\": 1.5, \"sentence1\": \"a\", \"sentence2\": \"b\"}\n".repeat(10);

        assertThat(SentencePairs.read(write(json)).size()).isEqualTo(10);
    }

    @Test
    void aPackedFileIsUnpacked() throws IOException {
        assertThat(SentencePairs.read(packed("pairs.tsv.gz", 0)).size()).isEqualTo(30);
    }

    @Test
    void aPackedFileThatWasCutSaysWhere() throws IOException {
        Path file = packed("cut.tsv.gz", 9);

        assertThatThrownBy(() -> SentencePairs.read(file))
                .isInstanceOf(InvalidSetException.class)
                .hasMessageContaining("cut.tsv.gz: line ")
                .hasMessageContaining("cut or damaged");
    }

    @Test
    void aLineOfAnotherFormIsToldByItsNumberAndNotByItsText() throws IOException {
        Path noScore = write(lines(1) + "\nhigh\ta secret\tanother\n");
        assertThatThrownBy(() -> SentencePairs.read(noScore))
                .isInstanceOf(InvalidSetException.class)
                .hasMessageContaining("pairs.tsv: line 31: has no number in 'score'")
                .hasMessageNotContaining("secret");
        Path twoColumns = write("5\tone sentence");
        assertThatThrownBy(() -> SentencePairs.read(twoColumns))
                .hasMessageContaining("line 1: has 2 columns");
        Path broken = write("{\"score\": 1, \"sentence1\": \"a secret\"");
        assertThatThrownBy(() -> SentencePairs.read(broken))
                .hasMessageContaining("line 1: is no JSON object")
                .hasMessageNotContaining("secret");
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Path file = directory.resolve("latin.tsv");
        Files.write(file, "5\tgr\u00fcn\tgr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> SentencePairs.read(file)).hasMessageContaining("is not UTF-8");
    }

    @Test
    void tooFewPairsAreRefused() throws IOException {
        Path file = write("5\ta\tb\n");

        assertThatThrownBy(() -> SentencePairs.read(file)).hasMessageContaining("1 pairs");
    }

    @Test
    void aSentenceWithoutAVectorIsToldByItsNumber() throws IOException {
        Path file = write(lines(1) + "\n3\tfine\t" + FakeEmbedder.POISON);

        assertThatThrownBy(() -> rho(Files.readString(file)))
                .isInstanceOf(EvaluationFailedException.class)
                .hasMessageContaining("text 62")
                .hasMessageNotContaining(FakeEmbedder.POISON);
    }

    private double rho(String lines) throws IOException {
        Progress progress =
                new Progress() {
                    @Override
                    public void begin(String step, long of) {}

                    @Override
                    public void reached(long done) {
                        told.add(done);
                    }
                };
        return SentencePairs.read(write(lines))
                .spearman(new TextVectors(FakeEmbedder.named("labelled"), progress));
    }

    /** Pairs whose scores are the fake model's own cosines, times a factor. */
    private static String lines(int factor) {
        return IntStream.range(0, 30)
                .mapToObj(
                        i -> {
                            double cosine =
                                    Cosine.between(
                                            Updates.vectorOf("first " + i),
                                            Updates.vectorOf("second " + i));
                            return factor * cosine + "\tfirst " + i + "\tsecond " + i;
                        })
                .collect(Collectors.joining("\n"));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("pairs.tsv"), text);
    }

    private Path packed(String name, int missing) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(lines(1).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - missing));
        return file;
    }
}

package io.nearline.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.vector.Cosine;
import io.nearline.operations.rollout.CheckResult.Outcome;
import io.nearline.pipeline.source.files.UnreadablePostsException;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Updates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledQualityTest {

    private static final double TOLERANCE = 0.01;

    @TempDir private Path directory;
    private final List<Long> told = new ArrayList<>();

    @Test
    void aModelThatRanksAsPeopleDoHasRhoOne() throws IOException {
        assertThat(rho(1)).isCloseTo(1, within(1e-9));
        assertThat(rho(-1)).isCloseTo(-1, within(1e-9));
    }

    @Test
    void tellsHowManySentencesAreEmbedded() throws IOException {
        rho(1);

        assertThat(told).hasSize(60).contains(1L, 30L, 60L);
    }

    @Test
    void aModelThatIsWorseThanTheActiveOneFails() {
        LabelledSet set = new LabelledSet("pairs", List.of());

        assertThat(LabelledQuality.judge(set, 0.80, Optional.of(0.82), TOLERANCE).outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(LabelledQuality.judge(set, 0.815, Optional.of(0.82), TOLERANCE).outcome())
                .isEqualTo(Outcome.PASSED);
        assertThat(LabelledQuality.judge(set, Double.NaN, Optional.of(0.82), TOLERANCE).outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void withoutAnActiveModelTheFigureIsToldAndNotJudged() {
        CheckResult result =
                LabelledQuality.judge(
                        new LabelledSet("pairs", List.of()), 0.8, Optional.empty(), TOLERANCE);

        assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(result.figure()).isEqualTo(0.8);
    }

    @Test
    void aHeaderAndEmptyLinesArePassedOver() throws IOException {
        Path file = write("score\tsentence1\tsentence2\n" + lines(1) + "\n\n");

        assertThat(LabelledSet.read(file).pairs()).hasSize(30);
    }

    @Test
    void aPackedFileIsUnpacked() throws IOException {
        Path file = directory.resolve("pairs.tsv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(lines(1).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(LabelledSet.read(file).pairs()).hasSize(30);
    }

    @Test
    void aPackedFileThatWasCutSaysWhere() throws IOException {
        Path file = directory.resolve("cut.tsv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(lines(1).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 9));

        assertThatThrownBy(() -> LabelledSet.read(file))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("cut.tsv.gz: line ");
    }

    @Test
    void aLineOfAnotherFormIsToldByItsNumber() throws IOException {
        Path noScore = write(lines(1) + "\nhigh\ta secret\tanother\n");
        assertThatThrownBy(() -> LabelledSet.read(noScore))
                .isInstanceOf(InvalidLabelledSetException.class)
                .hasMessageContaining("line 31")
                .hasMessageNotContaining("secret");
        Path twoColumns = write("5\tone sentence");
        assertThatThrownBy(() -> LabelledSet.read(twoColumns)).hasMessageContaining("line 1");
    }

    @Test
    void tooFewPairsAreRefused() throws IOException {
        Path file = write("5\ta\tb\n");

        assertThatThrownBy(() -> LabelledSet.read(file)).hasMessageContaining("1 pairs");
    }

    private double rho(int sign) throws IOException {
        return LabelledQuality.of(
                FakeEmbedder.named("labelled"), LabelledSet.read(write(lines(sign))), told::add);
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
}

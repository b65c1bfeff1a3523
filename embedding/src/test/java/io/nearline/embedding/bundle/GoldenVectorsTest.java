package io.nearline.embedding.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenVectorsTest {

    private static final GoldenVectors GOLDEN =
            new GoldenVectors(
                    0.9,
                    List.of(
                            new GoldenVector("a", null, new float[] {1, 0}),
                            new GoldenVector("b", Role.QUERY, new float[] {0, 1})));

    @TempDir private Path directory;

    @Test
    void acceptsVectorsWithinTolerance() {
        assertThatCode(
                        () ->
                                GOLDEN.verify(
                                        text ->
                                                text.role() == Role.QUERY
                                                        ? new float[] {0.3f, 1}
                                                        : new float[] {5, 1}))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesVectorThatPointsElsewhere() {
        assertThatThrownBy(() -> GOLDEN.verify(text -> new float[] {1, 0}))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("golden vector 1 is missed: cosine 0.0, needed 0.9");
    }

    @Test
    void refusesVectorsThatAreNone() {
        assertThatThrownBy(() -> GOLDEN.verify(text -> new float[2]))
                .isInstanceOf(ModelRejectedException.class);
        assertThatThrownBy(() -> GOLDEN.verify(text -> new float[] {1, 0, 0}))
                .isInstanceOf(ModelRejectedException.class);
    }

    @Test
    void refusesModelThatFailsOnAGoldenText() {
        assertThatThrownBy(
                        () ->
                                GOLDEN.verify(
                                        text -> {
                                            throw new UnembeddableTextException("no");
                                        }))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("golden text 0 has no vector here");
    }

    @Test
    void readsItsOwnWriting() throws IOException {
        Path file = directory.resolve(ModelBundle.GOLDEN);
        GoldenVectors made =
                new GoldenVectors(
                        0.97,
                        List.of(
                                new GoldenVector("é🎉", null, new float[] {3, 0.1f}),
                                new GoldenVector("", Role.QUERY, 0.99, new float[] {0, 0.1f})));

        made.write(file);

        GoldenVectors read = GoldenVectors.read(file);
        assertThat(read.minCosine()).isEqualTo(0.97);
        assertThat(read.vectors()).extracting(GoldenVector::text).containsExactly("é🎉", "");
        assertThat(read.vectors().get(0).vector()).containsExactly(3, 0.1f);
        assertThat(read.vectors()).extracting(GoldenVector::minCosine).containsExactly(null, 0.99);
        assertThat(read.vectors().get(1).embeddable())
                .extracting(EmbeddableText::role)
                .isEqualTo(Role.QUERY);
    }

    @Test
    void narrowsToWhatServesAndWhatProcessorsMayDiffer() {
        float[] near = {0.99f, (float) Math.sqrt(1 - 0.99 * 0.99)};
        Function<EmbeddableText, float[]> serves =
                text -> text.role() == Role.QUERY ? new float[] {0, 2} : near;

        GoldenVectors narrowed = GOLDEN.narrowed(serves, 0.996);

        // The cosine of the sum of both angles.
        assertThat(narrowed.vectors().get(0).minCosine()).isCloseTo(0.9734, within(1e-4));
        assertThat(narrowed.vectors().get(1).minCosine()).isCloseTo(0.996, within(1e-4));
        assertThat(narrowed.verify(serves)).isCloseTo(0.99, within(1e-6));
        assertThatThrownBy(() -> narrowed.verify(text -> new float[] {0.1f, 1}))
                .hasMessageContaining("golden vector 0 is missed");
        assertThatThrownBy(
                        () ->
                                narrowed.verify(
                                        text ->
                                                text.role() == Role.QUERY
                                                        ? new float[] {0.12f, 1}
                                                        : near))
                .hasMessageContaining("golden vector 1 is missed: cosine 0.99")
                .hasMessageContaining("needed 0.99");
    }

    @Test
    void neverNarrowsBelowWhatAllTextsMustReach() {
        GoldenVectors narrowed =
                GOLDEN.narrowed(
                        text ->
                                text.role() == Role.QUERY
                                        ? new float[] {0.4f, 1}
                                        : new float[] {1, 0.4f},
                        0.996);

        assertThat(narrowed.vectors()).extracting(GoldenVector::minCosine).containsOnly(0.9);
    }

    @Test
    void refusesFileThatTestsNothing() throws IOException {
        Path file = directory.resolve(ModelBundle.GOLDEN);
        Files.writeString(file, "{\"minCosine\": 0.9, \"vectors\": []}");

        assertThatThrownBy(() -> GoldenVectors.read(file))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("golden.json is not valid: 0 golden vectors");
    }
}

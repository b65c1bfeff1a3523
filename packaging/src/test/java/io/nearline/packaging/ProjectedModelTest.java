package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.BatchInvariance;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.Pooling;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph that was given a projection behind its pooling becomes a bundle like any other. */
class ProjectedModelTest {
    private static final int WIDTH = TinyModel.DIMENSIONS;
    private static final int SIZE = 10;
    private static final List<String> TEXTS =
            List.of("the storm", "a cat and a dog", "rain", "goal of the day in the city at night");

    @TempDir private Path folder;
    private final float[] matrix = new float[WIDTH * SIZE];
    private Path plain;
    private Path projected;

    @BeforeEach
    void write() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) random.nextGaussian();
        }
        projected = TinyModel.ENCODER.writeTo(folder.resolve("source"));
        plain = folder.resolve("plain");
        ModelManifest manifest =
                ModelPackager.pack(PackagingRequest.of(projected, plain)).bundle().manifest();
        Path graph = projected.resolve(ModelBundle.GRAPH);
        EncoderWeights.read(graph, manifest).writeProjected(Map.of(), matrix, graph);
    }

    @Test
    void servesThePooledVectorTimesTheMatrix() throws Exception {
        for (GraphForm form : GraphForm.values()) {
            ModelBundle bundle = pack(form.name().toLowerCase(Locale.ROOT), form);
            assertThat(bundle.manifest().dimensions()).isEqualTo(SIZE);
            assertThat(bundle.manifest().pooling()).isEqualTo(Pooling.NONE);
            requireProjection(bundle, 0.999999);
        }
    }

    @Test
    void servesItInIntegersWhoseBatchMatesDoNotMatter() throws Exception {
        Path texts = Files.write(folder.resolve("texts"), sentences());
        ModelBundle bundle =
                ModelPackager.pack(request("int8", GraphForm.OPTIMISED).calibration(texts).build())
                        .bundle();
        assertThat(bundle.manifest().precision()).isEqualTo(Precision.INT8);
        assertThat(bundle.manifest().batchInvariance()).isEqualTo(BatchInvariance.IF_UNPADDED);
        requireProjection(bundle, 0.95);
    }

    private void requireProjection(ModelBundle bundle, double bar) {
        try (Embedder whole = Embedders.open(plain, EngineOptions.forCpus(1));
                Embedder served = Embedders.open(bundle.directory(), EngineOptions.forCpus(1))) {
            for (String text : TEXTS) {
                assertThat(Cosine.between(vector(served, text), product(vector(whole, text))))
                        .isGreaterThan(bar);
            }
        }
    }

    private float[] product(float[] vector) {
        float[] product = new float[SIZE];
        for (int row = 0; row < WIDTH; row++) {
            for (int column = 0; column < SIZE; column++) {
                product[column] += vector[row] * matrix[row * SIZE + column];
            }
        }
        return product;
    }

    private ModelBundle pack(String name, GraphForm form) throws IOException {
        return ModelPackager.pack(request(name, form).build()).bundle();
    }

    private PackagingRequest.Builder request(String name, GraphForm form) {
        return PackagingRequest.builder(projected, folder.resolve("bundle-" + name))
                .output(EncoderWeights.PROJECTED)
                .pooling(Pooling.NONE)
                .graphForm(form);
    }

    private static float[] vector(Embedder embedder, String text) {
        return embedder.embed(EmbeddableText.passage(text)).join().vector();
    }

    /** Different ones of the words that the tiny models know. */
    private static List<String> sentences() {
        List<String> words = List.of("storm", "flood", "late", "train", "the", "a");
        return IntStream.range(0, 240)
                .mapToObj(
                        i ->
                                IntStream.range(0, 3 + i % 5)
                                        .mapToObj(k -> words.get((i * (k + 1) + k) % words.size()))
                                        .collect(Collectors.joining(" ", "x" + i + " ", "")))
                .toList();
    }
}

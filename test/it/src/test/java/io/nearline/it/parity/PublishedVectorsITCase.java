package io.nearline.it.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.Pooling;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.testkit.GzipLines;
import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others have published vectors of our model: we give the same. */
class PublishedVectorsITCase {
    private static final String MODEL = "sentence-transformers/all-MiniLM-L6-v2";
    private static final double FP32_COSINE = 0.99999;
    private static final double INT8_COSINE = 0.98;

    @Test
    void fp32GivesThePublishedMeanPooledVectors() throws Exception {
        try (Embedder embedder =
                Embedders.open(ProjectFiles.fp32Bundle(), EngineOptions.forCpus(1))) {
            assertMeets(embedder, "mean", FP32_COSINE);
            for (JsonNode golden : published("mean", "first")) {
                float[] vector = vector(embedder, golden);
                double[] first = floats(golden.get("first"));
                double tolerance = golden.get("tolerance").asDouble();
                for (int i = 0; i < first.length; i++) {
                    assertThat((double) vector[i]).isCloseTo(first[i], within(tolerance));
                }
            }
        }
    }

    @Test
    void int8StaysNearThePublishedMeanPooledVectors() throws Exception {
        try (Embedder embedder =
                Embedders.open(ProjectFiles.int8Bundle(), EngineOptions.forCpus(1))) {
            assertMeets(embedder, "mean", INT8_COSINE);
        }
    }

    @Test
    void aClsPooledBundleGivesThePublishedClsPooledVector(@TempDir Path folder) throws Exception {
        Path bundle = folder.resolve("cls");
        ModelPackager.pack(
                PackagingRequest.builder(ProjectFiles.fp32Bundle(), bundle)
                        .pooling(Pooling.CLS)
                        .build());
        try (Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(1))) {
            assertMeets(embedder, "cls", FP32_COSINE);
        }
    }

    /** Published vectors of whole length are not scaled; ours are, which a cosine forgives. */
    private static void assertMeets(Embedder embedder, String pooling, double minCosine)
            throws IOException {
        List<JsonNode> goldens = published(pooling, "vector");
        assertThat(goldens).isNotEmpty();
        for (JsonNode golden : goldens) {
            double[] wide = floats(golden.get("vector"));
            float[] expected = new float[wide.length];
            for (int i = 0; i < wide.length; i++) {
                expected[i] = (float) wide[i];
            }
            assertThat(Cosine.between(vector(embedder, golden), expected))
                    .as("cosine with %s", golden.get("source").asText())
                    .isGreaterThan(minCosine);
        }
    }

    private static float[] vector(Embedder embedder, JsonNode golden) {
        String text = golden.get("text").asText();
        return embedder.embed(EmbeddableText.passage(text)).join().vector();
    }

    /** Vectors of our model with this pooling that are given in this form. */
    private static List<JsonNode> published(String pooling, String form) throws IOException {
        String file =
                String.join(
                        "\n",
                        GzipLines.read(RealPosts.require("reference/golden_vectors.json.gz")));
        List<JsonNode> matching = new ArrayList<>();
        for (JsonNode golden : new JsonMapper().readTree(file)) {
            if (golden.get("model").asText().equals(MODEL)
                    && golden.get("pooling").asText().equals(pooling)
                    && golden.has(form)) {
                matching.add(golden);
            }
        }
        return matching;
    }

    private static double[] floats(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }
}

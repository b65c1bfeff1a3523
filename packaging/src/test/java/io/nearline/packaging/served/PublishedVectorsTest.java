package io.nearline.packaging.served;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.Pooling;
import io.nearline.embedding.vector.UnitLength;
import io.nearline.packaging.Bundles;
import io.nearline.packaging.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Vectors of all-MiniLM-L6-v2 that other projects publish for their own tests. */
class PublishedVectorsTest {

    @Test
    void meetsVectorsThatOthersPublish() throws IOException {
        int met = 0;
        for (JsonNode published : published()) {
            float[] vector = vector(published);
            if (published.has("first")) {
                assertThat(Arrays.copyOf(vector, published.get("first").size()))
                        .containsExactly(
                                floats(published.get("first")),
                                Offset.offset(published.get("tolerance").floatValue()));
            } else {
                float[] expected = floats(published.get("vector"));
                assertThat(Cosine.between(vector, expected)).isGreaterThanOrEqualTo(0.9999);
                // Not normalised, so the length tells something too.
                assertThat(UnitLength.lengthOf(vector))
                        .isCloseTo(UnitLength.lengthOf(expected), Percentage.withPercentage(0.1));
            }
            met++;
        }
        assertThat(met).isEqualTo(4);
    }

    private static float[] vector(JsonNode published) {
        try (ModelEncoder encoder =
                ModelEncoder.openUntested(
                        bundle(
                                Pooling.valueOf(
                                        published.get("pooling").asText().toUpperCase(Locale.ROOT)),
                                published.get("normalized").asBoolean()))) {
            return encoder.vector(EmbeddableText.passage(published.get("text").asText()));
        }
    }

    private static ModelBundle bundle(Pooling pooling, boolean normalise) {
        ModelManifest manifest = ModelBundle.open(Bundles.FP32).manifest();
        return ModelBundle.draft(
                Bundles.FP32,
                new ModelManifest(
                        manifest.name(),
                        manifest.dimensions(),
                        manifest.maxTokens(),
                        pooling,
                        normalise,
                        manifest.queryPrefix(),
                        manifest.passagePrefix(),
                        manifest.inputs(),
                        manifest.output(),
                        manifest.precision(),
                        manifest.padToken(),
                        null,
                        manifest.files()));
    }

    private static List<JsonNode> published() throws IOException {
        String json = String.join("", SharedData.lines("reference/golden_vectors.json.gz"));
        List<JsonNode> ours = new ArrayList<>();
        for (JsonNode published : new JsonMapper().readTree(json)) {
            if (published.get("model").asText().endsWith("/all-MiniLM-L6-v2")) {
                ours.add(published);
            }
        }
        return ours;
    }

    private static float[] floats(JsonNode array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i).floatValue();
        }
        return floats;
    }
}

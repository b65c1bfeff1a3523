package io.nearline.packaging.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderWeightsTest {
    private static final int WIDTH = TinyModel.DIMENSIONS;

    @TempDir private Path folder;

    @Test
    void findsEveryWeightOfALayerByWhatItDoes() throws Exception {
        EncoderWeights weights = read(TinyModel.ENCODER);
        assertThat(weights.layers()).isEqualTo(1);
        assertThat(weights.heads()).isEqualTo(2);
        assertThat(weights.epsilon()).isEqualTo(1e-12f);
        assertThat(weights.roles())
                .containsExactly(
                        "word",
                        "position",
                        "type",
                        "embedded.scale",
                        "embedded.shift",
                        "0.query.weight",
                        "0.query.bias",
                        "0.key.weight",
                        "0.key.bias",
                        "0.value.weight",
                        "0.value.bias",
                        "0.projected.weight",
                        "0.projected.bias",
                        "0.wide.weight",
                        "0.wide.bias",
                        "0.narrow.weight",
                        "0.narrow.bias",
                        "0.attended.scale",
                        "0.attended.shift",
                        "0.output.scale",
                        "0.output.shift");
        assertThat(weights.shape("0.wide.weight")).containsExactly(WIDTH, 2 * WIDTH);
        assertThat(weights.values("0.wide.weight")).hasSize(2 * WIDTH * WIDTH);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        EncoderWeights weights = read(TinyModel.ENCODER);
        float[] changed = weights.values("0.narrow.weight");
        changed[3] = 42;
        Path graph = folder.resolve("changed.onnx");
        weights.writeWith(Map.of("0.narrow.weight", changed), graph);
        EncoderWeights again = EncoderWeights.read(graph, manifest(TinyModel.ENCODER));
        assertThat(again.values("0.narrow.weight")).isEqualTo(changed);
        assertThat(again.values("0.wide.weight")).isEqualTo(weights.values("0.wide.weight"));
    }

    @Test
    void theSameWeightsGiveTheSameGraph() throws Exception {
        Map<String, float[]> all = new HashMap<>();
        EncoderWeights weights = read(TinyModel.ENCODER);
        weights.roles().forEach(role -> all.put(role, weights.values(role)));
        Path graph = folder.resolve("same.onnx");
        weights.writeWith(all, graph);
        EncoderWeights again = EncoderWeights.read(graph, manifest(TinyModel.ENCODER));
        weights.roles()
                .forEach(role -> assertThat(again.values(role)).isEqualTo(weights.values(role)));
    }

    @Test
    void moreWordsAreWrittenBehindTheOthers() throws Exception {
        EncoderWeights weights = read(TinyModel.THREE_LAYERS);
        float[] rows = new float[3 * WIDTH];
        Arrays.fill(rows, 0.25f);
        long words = weights.shape("word")[0];
        EncoderWeights more = weights.withMoreWords(rows);
        Path graph = folder.resolve("more.onnx");
        more.writeWith(Map.of(), graph);
        for (EncoderWeights one :
                List.of(more, EncoderWeights.read(graph, manifest(TinyModel.THREE_LAYERS)))) {
            assertThat(one.shape("word")).containsExactly(words + 3, WIDTH);
            float[] all = one.values("word");
            assertThat(Arrays.copyOf(all, (int) words * WIDTH)).isEqualTo(weights.values("word"));
            assertThat(Arrays.copyOfRange(all, (int) words * WIDTH, all.length)).isEqualTo(rows);
        }
        assertThat(weights.shape("word")).containsExactly(words, WIDTH);
    }

    @Test
    void keepsSomeLayersWithTheirWeights() throws Exception {
        EncoderWeights all = read(TinyModel.THREE_LAYERS);
        for (List<Integer> kept : List.of(List.of(0, 2), List.of(1), List.of(0, 1))) {
            EncoderWeights some = all.keeping(kept);
            assertThat(some.layers()).isEqualTo(kept.size());
            for (int i = 0; i < kept.size(); i++) {
                assertThat(some.values(i + ".wide.weight"))
                        .isEqualTo(all.values(kept.get(i) + ".wide.weight"));
                assertThat(some.values(i + ".output.shift"))
                        .isEqualTo(all.values(kept.get(i) + ".output.shift"));
            }
            Path graph = folder.resolve("some.onnx");
            some.writeWith(Map.of(), graph);
            assertThat(EncoderWeights.read(graph, manifest(TinyModel.THREE_LAYERS)).roles())
                    .isEqualTo(some.roles());
        }
    }

    @Test
    void refusesWeightsOfAnotherSize() throws Exception {
        EncoderWeights weights = read(TinyModel.ENCODER);
        assertThatThrownBy(
                        () ->
                                weights.writeWith(
                                        Map.of("0.query.bias", new float[3]),
                                        folder.resolve("x.onnx")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.query.bias");
    }

    @Test
    void refusesGraphsOfAnotherForm() {
        assertThatThrownBy(() -> read(TinyModel.BERT))
                .isInstanceOf(UnrecognisedGraphException.class)
                .hasMessageContaining("neither a layer nor the embeddings");
    }

    @Test
    void refusesQuantisedWeights() {
        assertThatThrownBy(() -> read(TinyModel.QUANTISED_ENCODER))
                .isInstanceOf(UnrecognisedGraphException.class)
                .hasMessageContaining("in fp32");
    }

    private EncoderWeights read(TinyModel model) throws Exception {
        return EncoderWeights.read(source(model).resolve(ModelBundle.GRAPH), manifest(model));
    }

    private Path source(TinyModel model) throws IOException {
        return model.writeTo(folder.resolve(model.name()));
    }

    private ModelManifest manifest(TinyModel model) throws IOException {
        Path bundle = folder.resolve(model.name() + "-bundle");
        if (!bundle.toFile().exists()) {
            ModelPackager.pack(PackagingRequest.of(source(model), bundle));
        }
        return ModelBundle.open(bundle).manifest();
    }
}

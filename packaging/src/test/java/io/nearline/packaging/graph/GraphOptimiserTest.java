package io.nearline.packaging.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.OptimisedGraph;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.vector.Pooling;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphOptimiserTest {
    @TempDir private Path folder;

    @Test
    void fusesAWholeLayer() throws Exception {
        assertThat(optimise(TinyModel.ENCODER, Precision.FP32).fused())
                .isEqualTo(Map.of("Attention", 1, "BiasGelu", 1, "SkipLayerNormalization", 3));
    }

    @Test
    void fusesAWholeQuantisedLayer() throws Exception {
        assertThat(optimise(TinyModel.QUANTISED_ENCODER, Precision.INT8).fused())
                .isEqualTo(
                        Map.of(
                                "QAttention", 1,
                                "DynamicQuantizeMatMul", 3,
                                "Gelu", 1,
                                "SkipLayerNormalization", 3));
    }

    @Test
    void namesTheInputsThatAreLeft() throws Exception {
        assertThat(optimise(TinyModel.ENCODER, Precision.FP32).inputs())
                .isEqualTo(new GraphInputs("input_ids", "attention_mask", null));
        assertThat(optimise(TinyModel.QUANTISED_ENCODER, Precision.INT8).inputs())
                .isEqualTo(new GraphInputs("input_ids", null, null));
    }

    @Test
    void sameGraphGivesTheSameBytes() throws Exception {
        Path exported = TinyModel.ENCODER.writeTo(folder).resolve("model.onnx");
        GraphOptimiser optimiser = new GraphOptimiser(manifest(Precision.FP32));
        optimiser.optimise(exported, folder.resolve("one"));
        optimiser.optimise(exported, folder.resolve("two"));

        assertThat(folder.resolve("two")).hasSameBinaryContentAs(folder.resolve("one"));
    }

    @Test
    void refusesAnEncoderWithoutAttention() throws IOException {
        assertThatThrownBy(() -> optimise(TinyModel.BERT, Precision.FP32))
                .isInstanceOf(UnrecognisedGraphException.class)
                .hasMessage(
                        "of its 0 attention blocks 0 have a form that is known from exports of"
                                + " BERT");
        assertThat(folder.resolve("optimised.onnx")).doesNotExist();
    }

    @Test
    void refusesWeightsThatAreNotBesideTheGraph() throws IOException {
        Path exported = TinyModel.ENCODER.writeTo(folder).resolve("model.onnx");
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(exported)).toBuilder();
        model.getGraphBuilder().getInitializerBuilder(0).setDataLocation(DataLocation.EXTERNAL);
        Files.write(exported, model.build().toByteArray());

        assertThatThrownBy(
                        () ->
                                new GraphOptimiser(manifest(Precision.FP32))
                                        .optimise(exported, folder.resolve("optimised.onnx")))
                .isInstanceOf(UnrecognisedGraphException.class)
                .hasMessage(
                        "its weights lie outside the graph's file, in '', which is not beside it");
    }

    private OptimisedGraph optimise(TinyModel model, Precision precision)
            throws IOException, UnrecognisedGraphException {
        Path exported = model.writeTo(folder).resolve("model.onnx");
        return new GraphOptimiser(manifest(precision))
                .optimise(exported, folder.resolve("optimised.onnx"));
    }

    private static ModelManifest manifest(Precision precision) {
        return new ModelManifest(
                "tiny",
                TinyModel.DIMENSIONS,
                64,
                Pooling.MEAN,
                true,
                "",
                "",
                new GraphInputs("input_ids", "attention_mask", "token_type_ids"),
                "last_hidden_state",
                precision,
                0,
                null,
                Map.of());
    }
}

package io.nearline.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.onnx.GraphSignature.Tensor;
import io.nearline.embedding.vector.Pooling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelInspectionTest {

    private static final Tensor IDS = new Tensor("INT64", List.of(-1L, -1L));
    private static final Tensor HIDDEN = new Tensor("FLOAT", List.of(-1L, -1L, 8L));

    private static final GraphSignature GRAPH =
            new GraphSignature(Map.of("ids", IDS, "mask", IDS), Map.of("hidden", HIDDEN));

    @Test
    void acceptsGraphThatFits() {
        assertThatCode(
                        () ->
                                ModelInspection.require(
                                        manifest("mask", "hidden", Pooling.MEAN, 8), GRAPH))
                .doesNotThrowAnyException();
    }

    @Test
    void acceptsWidthThatTheGraphLeavesOpen() {
        GraphSignature open =
                new GraphSignature(
                        GRAPH.inputs(),
                        Map.of("hidden", new Tensor("FLOAT", List.of(-1L, -1L, -1L))));

        assertThatCode(
                        () ->
                                ModelInspection.require(
                                        manifest("mask", "hidden", Pooling.MEAN, 8), open))
                .doesNotThrowAnyException();
    }

    @Test
    void namesInputsThatDoNotMatchEitherWay() {
        assertThatThrownBy(
                        () ->
                                ModelInspection.require(
                                        manifest("attention", "hidden", Pooling.MEAN, 8), GRAPH))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("no input 'attention'")
                .hasMessageContaining("does not name its input 'mask'")
                .hasMessageContaining("It has inputs");
    }

    @Test
    void namesOutputsThatExist() {
        assertThatThrownBy(
                        () ->
                                ModelInspection.require(
                                        manifest("mask", "pooled", Pooling.MEAN, 8), GRAPH))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("no output 'pooled'")
                .hasMessageContaining("outputs {hidden=float[?, ?, 8]}");
    }

    @Test
    void refusesPoolingThatTheOutputDoesNotAllow() {
        assertThatThrownBy(
                        () ->
                                ModelInspection.require(
                                        manifest("mask", "hidden", Pooling.NONE, 8), GRAPH))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("not float of rank 2 as pooling none needs");
    }

    @Test
    void refusesOtherDimensions() {
        assertThatThrownBy(
                        () ->
                                ModelInspection.require(
                                        manifest("mask", "hidden", Pooling.CLS, 9), GRAPH))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("is 8 wide, dimensions is 9");
    }

    private static ModelManifest manifest(
            String mask, String output, Pooling pooling, int dimensions) {
        GraphInputs inputs = new GraphInputs("ids", mask, null);
        return new ModelManifest(
                "tiny",
                dimensions,
                16,
                pooling,
                true,
                "",
                "",
                inputs,
                output,
                Precision.FP32,
                0,
                null,
                Map.of());
    }
}

package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.SmallGraph.operators;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rewrites around the attention, each on the nodes that it looks for. */
class LayerRewritesTest {

    @Test
    void fusesLayerNormalisationThatIsSpelledOut() {
        Graph graph = normalisation("centred").after(new FuseLayerNormalization(), "result");

        Node fused = graph.producer("result").orElseThrow();
        assertThat(fused.operator()).isEqualTo("LayerNormalization");
        assertThat(fused.inputs()).containsExactly("x", "scale", "shift");
        assertThat(fused.number("epsilon", 0)).isEqualTo(1e-12f);
        assertThat(operators(graph)).containsOnlyKeys("LayerNormalization");
    }

    @Test
    void fusesItWhereAnExporterHasComputedTheDifferenceTwice() {
        SmallGraph small = normalisation("again").node("Sub", "again", "x", "mean");

        assertThat(operators(small.after(new FuseLayerNormalization(), "result")))
                .containsOnlyKeys("LayerNormalization");
    }

    @Test
    void leavesAnotherPowerAlone() {

        SmallGraph cubes = normalisation("centred").number("two", 3);

        assertThat(operators(cubes.after(new FuseLayerNormalization(), "result")))
                .doesNotContainKey("LayerNormalization");
    }

    @Test
    void keepsValuesThatOthersRead() {
        Graph graph =
                normalisation("centred").after(new FuseLayerNormalization(), "result", "centred");

        assertThat(operators(graph))
                .isEqualTo(Map.of("LayerNormalization", 1, "ReduceMean", 1, "Sub", 1));
    }

    @Test
    void foldsTheBiasIntoTheSkipNormalisation() {
        Graph graph =
                SmallGraph.withInputs("product", "before")
                        .vector("bias", 1, 2)
                        .vector("scale", 1, 1)
                        .vector("shift", 0, 0)
                        .node("Add", "layer", "bias", "product")
                        .node("Add", "sum", "before", "layer")
                        .node("LayerNormalization", "result", "sum", "scale", "shift")
                        .after(new FuseSkipLayerNormalization(), "result");

        assertThat(graph.producer("result").orElseThrow().inputs())
                .containsExactly("product", "before", "scale", "shift", "bias");
        assertThat(operators(graph)).isEqualTo(Map.of("SkipLayerNormalization", 1));
    }

    @Test
    void leavesNormalisationOfNoSumAlone() {
        Graph graph =
                SmallGraph.withInputs("x")
                        .vector("scale", 1, 1)
                        .vector("shift", 0, 0)
                        .node("LayerNormalization", "result", "x", "scale", "shift")
                        .after(new FuseSkipLayerNormalization(), "result");

        assertThat(operators(graph)).isEqualTo(Map.of("LayerNormalization", 1));
    }

    @ParameterizedTest
    @CsvSource({"x,rise,half", "x,half,rise", "rise,half,x"})
    void fusesGeluHoweverItsFactorsAreGrouped(String first, String second, String third) {
        Graph graph =
                gelu(Math.sqrt(2))
                        .node("Mul", "pair", first, second)
                        .node("Mul", "result", "pair", third)
                        .after(new FuseGelu(), "result");

        assertThat(graph.producer("result").orElseThrow().inputs())
                .containsExactly("input", "bias");
        assertThat(operators(graph)).isEqualTo(Map.of("BiasGelu", 1));
    }

    @Test
    void leavesAnActivationOfAnotherSlopeAlone() {
        Graph graph =
                gelu(2).node("Mul", "pair", "x", "rise")
                        .node("Mul", "result", "pair", "half")
                        .after(new FuseGelu(), "result");

        assertThat(operators(graph)).containsKey("Erf");
    }

    @Test
    void fusesQuantisedProductWithItsBias() {
        Graph graph =
                SmallGraph.withInputs("x")
                        .matrix("weight", 2, 1, 2, 3, 4)
                        .vector("scale", 1, 1)
                        .vector("zero", 0, 0)
                        .vector("bias", 5, 6)
                        .nodeOf(
                                Node.standard("DynamicQuantizeLinear", "xq", "x")
                                        .alsoGiving("xs", "xz"))
                        .node("MatMulInteger", "integers", "xq", "weight", "xz", "zero")
                        .node("Cast", "floats", "integers")
                        .node("Mul", "scales", "xs", "scale")
                        .node("Mul", "scaled", "floats", "scales")
                        .node("Add", "result", "bias", "scaled")
                        .after(new FuseQuantisedMatMul(), "result");

        assertThat(graph.producer("result").orElseThrow().inputs())
                .containsExactly("x", "weight", "scale", "zero", "bias");
        assertThat(operators(graph)).isEqualTo(Map.of("DynamicQuantizeMatMul", 1));
    }

    @Test
    void addsTheFirstTokenTypeToEveryPosition() {
        Graph graph =
                embeddings("token_type_ids").after(new FoldTokenTypes("token_type_ids"), "result");

        Node position = graph.producer("result_position").orElseThrow();
        assertThat(graph.weight(position.inputs().get(0)).numbers())
                .containsExactly(11, 22, 13, 24);
        assertThat(graph.inputsInUse()).containsExactly("input_ids", "places");
        assertThat(graph.producer("result").orElseThrow().inputs().get(0)).isEqualTo("word");
    }

    @Test
    void leavesTypesThatAreComputedAlone() {
        Graph graph = embeddings("input_ids").after(new FoldTokenTypes("token_type_ids"), "result");

        assertThat(operators(graph)).containsEntry("Gather", 3);
    }

    private static SmallGraph normalisation(String squared) {
        return SmallGraph.withInputs("x")
                .vector("scale", 1, 1)
                .vector("shift", 0, 0)
                .number("two", 2)
                .number("epsilon", 1e-12)
                .node("ReduceMean", "mean", "x")
                .node("Sub", "centred", "x", "mean")
                .node("Pow", "squares", squared, "two")
                .node("ReduceMean", "variance", "squares")
                .node("Add", "raised", "variance", "epsilon")
                .node("Sqrt", "deviation", "raised")
                .node("Div", "plain", "centred", "deviation")
                .node("Mul", "stretched", "scale", "plain")
                .node("Add", "result", "stretched", "shift");
    }

    private static SmallGraph gelu(double divisor) {
        return SmallGraph.withInputs("input")
                .vector("bias", 1, 2)
                .number("divisor", divisor)
                .number("one", 1)
                .number("half", 0.5)
                .node("Add", "x", "bias", "input")
                .node("Div", "scaled", "x", "divisor")
                .node("Erf", "erf", "scaled")
                .node("Add", "rise", "erf", "one");
    }

    private static SmallGraph embeddings(String typesFrom) {
        return SmallGraph.withInputs("input_ids", "token_type_ids", "places")
                .matrix("words", 1, 7, 7)
                .matrix("types", 2, 10, 20, 30, 40)
                .matrix("positions", 2, 1, 2, 3, 4)
                .node("Gather", "word", "words", "input_ids")
                .node("Gather", "type", "types", typesFrom)
                .node("Gather", "position", "positions", "places")
                .node("Add", "typed", "type", "word")
                .node("Add", "result", "typed", "position");
    }
}

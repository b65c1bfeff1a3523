package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.SmallGraph.operators;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Attention in the forms that exporters give it: two heads of one number each. */
class FuseAttentionTest {
    private static final String MASK = "attention_mask";

    @Test
    void packsQueriesKeysAndValuesSideBySide() {
        Graph graph = bert(MASK).after(new FuseAttention(MASK, Padding.MASKED), "result");

        Node fused = graph.producer("result").orElseThrow();
        assertThat(fused.operator()).isEqualTo("Attention");
        assertThat(fused.inputs().get(0)).isEqualTo("x");
        assertThat(graph.weight(fused.inputs().get(1)).numbers())
                .containsExactly(1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12);
        assertThat(graph.weight(fused.inputs().get(2)).numbers()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(fused.proto().getAttribute(0).getI()).isEqualTo(2);
    }

    @Test
    void readsTheMaskWhereTextsMayBePadded() {
        Graph graph = bert(MASK).after(new FuseAttention(MASK, Padding.MASKED), "result");

        assertThat(graph.inputsInUse()).containsExactly("x", MASK);
    }

    @Test
    void forgetsTheMaskWhereTheyAreNot() {
        Graph graph = bert(MASK).after(new FuseAttention(MASK, Padding.NONE), "result");

        assertThat(graph.inputsInUse()).containsExactly("x");
    }

    @Test
    void knowsQueriesThatAreScaledBeforehand() {
        SmallGraph small =
                projections()
                        .node("Div", "scaled_query", "query", "root")
                        .node("MatMul", "scores", "scaled_query", "key")
                        .node("Add", "masked", "scores", MASK);

        assertThat(operators(tail(small).after(new FuseAttention(MASK, Padding.MASKED), "result")))
                .containsKey("Attention");
    }

    @Test
    void knowsScoresThatTheMaskReplaces() {
        SmallGraph small =
                projections()
                        .node("MatMul", "scores", "query", "key")
                        .node("Div", "scaled", "scores", "root")
                        .node("Where", "masked", MASK, "root", "scaled");

        assertThat(operators(tail(small).after(new FuseAttention(MASK, Padding.MASKED), "result")))
                .containsKey("Attention");
    }

    @Test
    void leavesScoresAloneThatAnotherInputChanges() {
        Graph graph = bert("x").after(new FuseAttention(MASK, Padding.MASKED), "result");

        assertThat(operators(graph)).containsKey("Softmax");
    }

    @Test
    void leavesKeysOfAnotherTextAlone() {
        SmallGraph small = bert(MASK).node("MatMul", "key_product", MASK, "key_weight");

        assertThat(operators(small.after(new FuseAttention(MASK, Padding.MASKED), "result")))
                .containsKey("Softmax");
    }

    @Test
    void leavesProjectionsOfTwoKindsAlone() {
        SmallGraph small =
                bert(MASK)
                        .number("key_scale", 1)
                        .number("key_zero", 0)
                        .nodeOf(
                                Node.fused(
                                        "DynamicQuantizeMatMul",
                                        "key_flat",
                                        "x",
                                        "key_weight",
                                        "key_scale",
                                        "key_zero",
                                        "key_bias"));

        assertThat(operators(small.after(new FuseAttention(MASK, Padding.MASKED), "result")))
                .containsKey("Softmax");
    }

    private static SmallGraph bert(String maskedBy) {
        return tail(
                projections()
                        .node("MatMul", "scores", "query", "key")
                        .node("Div", "scaled", "scores", "root")
                        .node("Identity", "mask", maskedBy)
                        .node("Add", "masked", "scaled", "mask"));
    }

    private static SmallGraph projections() {
        SmallGraph small =
                SmallGraph.withInputs("x", MASK)
                        .number("root", 1)
                        .longs("heads", 0, 0, 2, 1)
                        .longs("joined", 0, 0, 2);
        heads(small.matrix("query_weight", 2, 1, 2, 3, 4).vector("query_bias", 1, 2), "query");
        heads(small.matrix("key_weight", 2, 5, 6, 7, 8).vector("key_bias", 3, 4), "key");
        heads(small.matrix("value_weight", 2, 9, 10, 11, 12).vector("value_bias", 5, 6), "value");
        return small;
    }

    private static void heads(SmallGraph small, String name) {
        small.node("MatMul", name + "_product", "x", name + "_weight")
                .node("Add", name + "_flat", name + "_bias", name + "_product")
                .node("Reshape", name + "_heads", name + "_flat", "heads")
                .node("Transpose", name, name + "_heads");
    }

    private static SmallGraph tail(SmallGraph small) {
        return small.node("Softmax", "shares", "masked")
                .node("MatMul", "mixed", "shares", "value")
                .node("Transpose", "turned", "mixed")
                .node("Reshape", "result", "turned", "joined");
    }
}

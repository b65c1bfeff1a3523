package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.matrix;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.value;
import static io.nearline.packaging.graph.Pattern.vector;

import java.util.List;
import java.util.Map;

/** A fused attention without a mask, its projection in 8-bit integers with fixed scales. */
final class QuantiseAttention implements Rewrite {
    private static final Pattern WHOLE =
            op("Attention", any("x"), matrix("weight"), vector("bias"), value(""));

    private final Map<String, InputSample> seen;

    /**
     * For attentions that were watched.
     *
     * @param seen what they were seen to read, by the value's name; others stay as they are
     */
    QuantiseAttention(Map<String, InputSample> seen) {
        this.seen = seen;
    }

    @Override
    public Pattern pattern() {
        return WHOLE;
    }

    @Override
    public List<Node> replacement(Graph graph, String result, Match match) {
        return QuantisedProduct.of(graph, result, match, seen)
                .map(product -> product.nodesBefore(attention(graph, result, match, product)))
                .orElse(List.of());
    }

    private static Node attention(
            Graph graph, String result, Match match, QuantisedProduct product) {
        long heads = graph.producer(result).orElseThrow().count("num_heads");
        return Node.fused(
                        "QAttention",
                        result,
                        product.input(),
                        product.weight(),
                        match.value("bias"),
                        product.scale(),
                        product.weightScale(),
                        "",
                        product.zero())
                .with("num_heads", heads);
    }
}

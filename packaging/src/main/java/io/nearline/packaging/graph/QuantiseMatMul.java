package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.either;
import static io.nearline.packaging.graph.Pattern.matrix;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A product with constant weights, and its bias, computed in 8-bit integers with fixed scales. */
final class QuantiseMatMul implements Rewrite {
    private static final Pattern PRODUCT = op("MatMul", any("x"), matrix("weight"));
    private static final Pattern WHOLE = either(op("Add", PRODUCT, vector("bias")), PRODUCT);

    private final Map<String, InputSample> seen;

    /**
     * For products that were watched.
     *
     * @param seen what they were seen to read, by the value's name; others stay as they are
     */
    QuantiseMatMul(Map<String, InputSample> seen) {
        this.seen = seen;
    }

    @Override
    public Pattern pattern() {
        return WHOLE;
    }

    @Override
    public List<Node> replacement(Graph graph, String result, Match match) {
        return QuantisedProduct.of(graph, result, match, seen)
                .map(product -> product.nodesBefore(matMul(result, match, product)))
                .orElse(List.of());
    }

    private static Node matMul(String result, Match match, QuantisedProduct product) {
        List<String> inputs =
                new ArrayList<>(
                        List.of(
                                product.input(),
                                product.weight(),
                                product.scale(),
                                product.weightScale(),
                                product.zero()));
        if (match.has("bias")) {
            inputs.add("");
            inputs.add(match.value("bias"));
        }
        return Node.fused("MatMulIntegerToFloat", result, inputs.toArray(String[]::new));
    }
}

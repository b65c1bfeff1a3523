package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.either;
import static io.nearline.packaging.graph.Pattern.number;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.vector;

import java.util.List;

/** The activation {@code x / 2 * (1 + erf(x / sqrt(2)))}, with the bias that comes before it. */
final class FuseGelu implements Rewrite {
    private static final Pattern X = any("x");
    private static final Pattern HALF = number(0.5);
    private static final Pattern RISE =
            op(
                    "Add",
                    op(
                            "Erf",
                            either(
                                    op("Div", X, number(Math.sqrt(2))),
                                    op("Mul", X, number(Math.sqrt(0.5))))),
                    number(1));

    /** Binds {@code x}, what it is applied to. */
    static final Pattern WHOLE =
            either(
                    op("Mul", op("Mul", X, RISE), HALF),
                    op("Mul", op("Mul", X, HALF), RISE),
                    op("Mul", X, op("Mul", RISE, HALF)),
                    op("Gelu", X));

    private static final Pattern BIASED = op("Add", any("input"), vector("bias"));

    @Override
    public Pattern pattern() {
        return WHOLE;
    }

    @Override
    public List<Node> replacement(Graph graph, String result, Match match) {
        String x = match.value("x");
        Node fused =
                BIASED.match(graph, x, Match.EMPTY)
                        .findFirst()
                        .map(sum -> biased(result, sum))
                        .orElse(Node.fused("Gelu", result, x));
        return List.of(fused);
    }

    private static Node biased(String result, Match sum) {
        return Node.fused("BiasGelu", result, sum.value("input"), sum.value("bias"));
    }
}

package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.either;
import static io.nearline.packaging.graph.Pattern.number;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.vector;

import java.util.List;

/** Layer normalisation as exporters spell it out for operator sets that have no word for it. */
final class FuseLayerNormalization implements Rewrite {
    private static final Pattern CENTRED = op("Sub", any("input"), mean(any("input")));
    private static final Pattern VARIANCE =
            mean(either(op("Pow", CENTRED, number(2)), op("Mul", CENTRED, CENTRED)));
    private static final Pattern DEVIATION = op("Sqrt", op("Add", VARIANCE, number("epsilon")));
    private static final Pattern WHOLE =
            op("Add", op("Mul", op("Div", CENTRED, DEVIATION), vector("scale")), vector("shift"));

    private static Pattern mean(Pattern of) {
        return either(op("ReduceMean", of), op("ReduceMean", of, any()));
    }

    @Override
    public Pattern pattern() {
        return WHOLE;
    }

    @Override
    public List<Node> replacement(Graph graph, String result, Match match) {
        double epsilon = graph.weight(match.value("epsilon")).numbers()[0];
        return List.of(
                Node.standard(
                                "LayerNormalization",
                                result,
                                match.value("input"),
                                match.value("scale"),
                                match.value("shift"))
                        .with("axis", -1)
                        .with("epsilon", (float) epsilon));
    }
}

package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.constant;
import static io.nearline.packaging.graph.Pattern.either;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.output;
import static io.nearline.packaging.graph.Pattern.vector;

import java.util.ArrayList;
import java.util.List;

/** A product with 8-bit weights whose left side is quantised while running, and its bias. */
final class FuseQuantisedMatMul implements Rewrite {
    private static final Pattern PRODUCT =
            op("MatMulInteger", quantised(0), constant("weight"), quantised(2), constant("zero"));
    private static final Pattern SCALED =
            op("Mul", op("Cast", PRODUCT), op("Mul", quantised(1), constant("scale")));
    private static final Pattern WHOLE = either(op("Add", SCALED, vector("bias")), SCALED);

    private static Pattern quantised(int index) {
        return output(index, "DynamicQuantizeLinear", any("x"));
    }

    @Override
    public Pattern pattern() {
        return WHOLE;
    }

    @Override
    public List<Node> replacement(Graph graph, String result, Match match) {
        List<String> inputs = new ArrayList<>();
        List.of("x", "weight", "scale", "zero").forEach(name -> inputs.add(match.value(name)));
        if (match.has("bias")) {
            inputs.add(match.value("bias"));
        }
        return List.of(Node.fused("DynamicQuantizeMatMul", result, inputs.toArray(String[]::new)));
    }
}

package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.either;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.vector;

import java.util.ArrayList;
import java.util.List;

/** A layer's input and output added, the output's bias too, and the sum normalised. */
final class FuseSkipLayerNormalization implements Rewrite {
    private static final float DEFAULT_EPSILON = 1e-5f;

    private static final Pattern WHOLE =
            op(
                    "LayerNormalization",
                    either(
                            op("Add", op("Add", any("input"), vector("bias")), any("skip")),
                            op("Add", any("input"), any("skip"))),
                    vector("scale"),
                    vector("shift"));

    @Override
    public Pattern pattern() {
        return WHOLE;
    }

    @Override
    public List<Node> replacement(Graph graph, String result, Match match) {
        List<String> inputs = new ArrayList<>();
        List.of("input", "skip", "scale", "shift").forEach(name -> inputs.add(match.value(name)));
        if (match.has("bias")) {
            inputs.add(match.value("bias"));
        }
        float epsilon = graph.producer(result).orElseThrow().number("epsilon", DEFAULT_EPSILON);
        return List.of(
                Node.fused("SkipLayerNormalization", result, inputs.toArray(String[]::new))
                        .with("epsilon", epsilon));
    }
}

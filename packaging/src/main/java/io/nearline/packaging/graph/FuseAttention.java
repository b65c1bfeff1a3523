package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.constant;
import static io.nearline.packaging.graph.Pattern.either;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.vector;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Self-attention: the projections to queries, keys and values become one, and they, the heads, the
 * scores and the weighted sum one operator.
 */
final class FuseAttention implements Rewrite {
    /** What it makes of it, plain and quantised. */
    static final Set<String> OPERATORS = Set.of("Attention", "QAttention");

    private static final Pattern QUERY = either(heads("query"), scaled(heads("query")));
    private static final Pattern KEY = either(heads("key"), op("Transpose", heads("key")));
    private static final Pattern PLAIN_SCORES = op("MatMul", QUERY, either(KEY, scaled(KEY)));
    private static final Pattern SCORES = either(scaled(PLAIN_SCORES), PLAIN_SCORES);
    private static final Pattern MASKED =
            either(op("Add", SCORES, any("mask")), op("Where", any("mask"), any(), SCORES));

    /** Binds {@code x}, the projections' weights and biases, {@code mask} and the heads' shape. */
    static final Pattern WHOLE =
            op(
                    "Reshape",
                    op("Transpose", op("MatMul", op("Softmax", MASKED), heads("value"))),
                    any());

    private static final String QUANTISED = "_quantised";
    private static final String SCALE = "_scale";
    private static final String ZERO = "_zero";

    private final String mask;
    private final Padding padding;

    /**
     * For a graph with this input.
     *
     * @param mask the input that tells tokens from padding
     * @param padding whether it has anything to tell
     */
    FuseAttention(String mask, Padding padding) {
        this.mask = mask;
        this.padding = padding;
    }

    private static Pattern heads(String name) {
        return op("Transpose", op("Reshape", projection(name), any(name + "Shape")));
    }

    private static Pattern projection(String name) {
        return either(
                op("Add", op("MatMul", any("x"), constant(name + "Weight")), vector(name + "Bias")),
                op(
                        "DynamicQuantizeMatMul",
                        any("x"),
                        constant(name + "Weight"),
                        constant(name + "Scale"),
                        constant(name + "Zero"),
                        vector(name + "Bias")));
    }

    /** By the root of the heads' size, or by its root on either side; the check sees if not. */
    private static Pattern scaled(Pattern of) {
        return either(op("Div", of, any()), op("Mul", of, any()));
    }

    @Override
    public Pattern pattern() {
        return WHOLE;
    }

    @Override
    public List<Node> replacement(Graph graph, String result, Match match) {
        PackedProjections projections = new PackedProjections(graph, match, result);
        OptionalLong heads = heads(graph, match.value("queryShape"));
        if (heads.isEmpty()
                || !projections.fitTogether()
                || !graph.needs(match.value("mask"), mask)) {
            return List.of();
        }
        List<Node> nodes = new ArrayList<>();
        String tokens = "";
        if (padding == Padding.MASKED) {
            tokens = mask + "_int32";
            nodes.add(Node.standard("Cast", tokens, mask).with("to", DataType.INT32_VALUE));
        }
        if (projections.areQuantised()) {
            nodes.add(quantise(match.value("x"), result));
        }
        Node attention =
                projections.areQuantised()
                        ? quantised(projections, tokens)
                        : plain(projections, tokens);
        nodes.add(attention.with("num_heads", heads.getAsLong()));
        return nodes;
    }

    private static Node plain(PackedProjections projections, String tokens) {
        return Node.fused(
                "Attention",
                projections.result(),
                projections.match().value("x"),
                projections.join("Weight"),
                projections.join("Bias"),
                tokens);
    }

    private static Node quantise(String x, String result) {
        return Node.standard("DynamicQuantizeLinear", result + QUANTISED, x)
                .alsoGiving(result + SCALE, result + ZERO);
    }

    private static Node quantised(PackedProjections projections, String tokens) {
        String result = projections.result();
        return Node.fused(
                "QAttention",
                result,
                result + QUANTISED,
                projections.join("Weight"),
                projections.join("Bias"),
                result + SCALE,
                projections.join("Scale"),
                tokens,
                result + ZERO,
                projections.join("Zero"));
    }

    /** The third number of the shape {@code [text, token, head, number]}, however it is given. */
    static OptionalLong heads(Graph graph, String shape) {
        return Stream.concat(
                        graph
                                .constant(shape)
                                .map(Tensor::numbers)
                                .filter(found -> found.length == 4)
                                .map(found -> (long) found[2])
                                .stream(),
                        graph
                                .producer(shape)
                                .filter(node -> node.operator().equals("Concat"))
                                .filter(node -> node.inputs().size() == 4)
                                .flatMap(node -> graph.constant(node.inputs().get(2)))
                                .filter(Tensor::isOneNumber)
                                .map(found -> (long) found.numbers()[0])
                                .stream())
                .mapToLong(Long::longValue)
                .findFirst();
    }
}

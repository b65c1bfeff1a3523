package io.nearline.embedding.graph;

import static io.nearline.embedding.graph.Pattern.any;
import static io.nearline.embedding.graph.Pattern.constant;
import static io.nearline.embedding.graph.Pattern.either;
import static io.nearline.embedding.graph.Pattern.op;
import static io.nearline.embedding.graph.Pattern.vector;

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
    private static final Pattern WHOLE =
            op(
                    "Reshape",
                    op("Transpose", op("MatMul", op("Softmax", MASKED), heads("value"))),
                    any());

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
        OptionalLong heads = heads(graph, match.value("queryShape"));
        if (heads.isEmpty() || !graph.needs(match.value("mask"), mask)) {
            return List.of();
        }
        boolean quantised = match.has("queryScale");
        List<Node> nodes = new ArrayList<>();
        String tokens = "";
        if (padding == Padding.MASKED) {
            tokens = mask + "_int32";
            nodes.add(Node.standard("Cast", tokens, mask).with("to", DataType.INT32_VALUE));
        }
        nodes.addAll(
                quantised
                        ? quantised(graph, result, match, tokens)
                        : plain(graph, result, match, tokens));
        nodes.add(nodes.remove(nodes.size() - 1).with("num_heads", heads.getAsLong()));
        return nodes;
    }

    private static List<Node> plain(Graph graph, String result, Match match, String tokens) {
        return List.of(
                Node.fused(
                        "Attention",
                        result,
                        match.value("x"),
                        packed(graph, result, match, "Weight"),
                        packed(graph, result, match, "Bias"),
                        tokens));
    }

    private static List<Node> quantised(Graph graph, String result, Match match, String tokens) {
        String x = result + "_quantised";
        String scale = result + "_scale";
        String zero = result + "_zero";
        return List.of(
                Node.standard("DynamicQuantizeLinear", x, match.value("x")).alsoGiving(scale, zero),
                Node.fused(
                        "QAttention",
                        result,
                        x,
                        packed(graph, result, match, "Weight"),
                        packed(graph, result, match, "Bias"),
                        scale,
                        packed(graph, result, match, "Scale"),
                        tokens,
                        zero,
                        packed(graph, result, match, "Zero")));
    }

    private static String packed(Graph graph, String result, Match match, String part) {
        String name = result + "_packed" + part;
        List<Tensor> parts =
                Stream.of("query", "key", "value")
                        .map(
                                of -> {
                                    Tensor found = graph.weight(match.value(of + part));
                                    long width = graph.weight(match.value(of + "Weight")).columns();
                                    return found.rank() < 2 ? found.spreadOver(width) : found;
                                })
                        .toList();
        graph.add(Tensor.sideBySide(name, parts));
        return name;
    }

    /** The third number of the shape {@code [text, token, head, number]}, however it is given. */
    private static OptionalLong heads(Graph graph, String shape) {
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
                                .map(found -> (long) found.numbers()[0])
                                .stream())
                .mapToLong(Long::longValue)
                .findFirst();
    }
}

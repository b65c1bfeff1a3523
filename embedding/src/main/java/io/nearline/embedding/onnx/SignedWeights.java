package io.nearline.embedding.onnx;

import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The products of a graph whose weights are signed bytes, and whether every processor computes the
 * same sums with them.
 *
 * <p>Without VNNI, processors of the x86 family multiply unsigned with signed bytes by {@code
 * VPMADDUBSW}: two products are added in 16 bits and saturate. Weights of -64 to 64 (7 bits) cannot
 * saturate: {@code 2 * 255 * 64} is 32,640, and 16 bits hold 32,767.
 *
 * @param products in the graph's order
 */
public record SignedWeights(List<Product> products) {
    /** The largest weight that saturates nowhere. */
    public static final int LARGEST_SAFE = 64;

    /** Where operators that multiply bytes have their weights among their inputs. */
    private static final Map<String, Integer> PLACES =
            Map.of(
                    "MatMulInteger", 1,
                    "ConvInteger", 1,
                    "DynamicQuantizeMatMul", 1,
                    "MatMulIntegerToFloat", 1,
                    "QAttention", 1,
                    "QLinearMatMul", 3,
                    "QLinearConv", 3,
                    "QGemm", 3,
                    "DequantizeLinear", 0);

    /** Field numbers of {@code onnx.proto}. */
    private static final int MODEL_GRAPH = 7;

    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int TENSOR_SHAPE = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_INTEGERS = 5;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_BYTES = 9;
    private static final int TENSOR_LOCATION = 14;

    private static final int INT8 = 3;
    private static final int EXTERNAL = 1;

    /**
     * One product.
     *
     * @param node its place among the graph's nodes
     * @param weights name of the constant
     * @param largest weight, without its sign
     */
    public record Product(int node, String weights, int largest) {}

    /** Takes a copy. */
    public SignedWeights {
        products = List.copyOf(products);
    }

    /**
     * Looks at a graph. Weights in a file of their own are not looked at.
     *
     * @throws ModelRejectedException if the file is not an ONNX graph
     */
    public static SignedWeights of(Path graph) throws IOException {
        try (FileChannel file = FileChannel.open(graph)) {
            return of(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
        } catch (IllegalArgumentException e) {
            throw new ModelRejectedException(
                    graph + " is not a complete ONNX graph: copy it again, whole", e);
        }
    }

    private static SignedWeights of(ByteBuffer model) {
        List<ProtobufFields> graphs = new ProtobufFields(model).messages(MODEL_GRAPH).toList();
        List<ProtobufFields> nodes =
                graphs.stream().flatMap(graph -> graph.messages(GRAPH_NODE)).toList();
        Map<String, ProtobufFields> constants = new HashMap<>();
        graphs.stream()
                .flatMap(graph -> graph.messages(GRAPH_INITIALIZER))
                .forEach(tensor -> constants.put(tensor.string(TENSOR_NAME), tensor));
        nodes.stream()
                .filter(node -> node.string(NODE_OPERATOR).equals("Constant"))
                .forEach(
                        node ->
                                node.messages(NODE_ATTRIBUTE)
                                        .flatMap(value -> value.messages(ATTRIBUTE_TENSOR))
                                        .forEach(
                                                tensor ->
                                                        constants.put(
                                                                node.string(NODE_OUTPUT), tensor)));
        List<Product> products = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String weights = weights(nodes.get(i));
            ProtobufFields tensor = constants.get(weights);
            if (tensor != null && isSigned(tensor)) {
                products.add(new Product(i, weights, largest(tensor)));
            }
        }
        return new SignedWeights(products);
    }

    /** How many products have weights of more than 7 bits. */
    public long saturating() {
        return products.stream().filter(product -> product.largest() > LARGEST_SAFE).count();
    }

    /** The largest weight of all, without its sign; 0 where there is none. */
    public int largest() {
        return products.stream().mapToInt(Product::largest).max().orElse(0);
    }

    /** The name of a node's weights; empty if it does not multiply bytes. */
    private static String weights(ProtobufFields node) {
        Integer place = PLACES.get(node.string(NODE_OPERATOR));
        List<String> inputs = place == null ? List.of() : node.strings(NODE_INPUT);
        return place != null && place < inputs.size() ? inputs.get(place) : "";
    }

    private static boolean isSigned(ProtobufFields tensor) {
        return tensor.number(TENSOR_TYPE) == INT8
                && tensor.numbers(TENSOR_SHAPE).length > 1
                && tensor.number(TENSOR_LOCATION) != EXTERNAL;
    }

    private static int largest(ProtobufFields tensor) {
        int largest = 0;
        for (long weight : tensor.numbers(TENSOR_INTEGERS)) {
            largest = Math.max(largest, Math.abs((byte) weight));
        }
        for (ByteBuffer bytes : tensor.bytes(TENSOR_BYTES).toList()) {
            for (int i = 0; i < bytes.limit(); i++) {
                largest = Math.max(largest, Math.abs(bytes.get(i)));
            }
        }
        return largest;
    }
}

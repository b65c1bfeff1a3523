package io.nearline.embedding.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.InvalidProtocolBufferException;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The integer weights of a graph, and whether every processor computes the same sums with them.
 *
 * <p>Without VNNI, processors of the x86 family multiply unsigned with signed bytes by {@code
 * VPMADDUBSW}: two products are added in 16 bits and saturate. Weights of -64 to 64 (7 bits) cannot
 * saturate, see {@link QuantisedWeights}. For larger ones there is an equal graph whose weights are
 * unsigned, with a zero point higher by 128: the runtime multiplies two unsigned bytes in 32 bits
 * everywhere, more slowly where there is no VNNI.
 */
public final class PortableWeights {
    /** By how much bytes shift between their signed and unsigned form. */
    private static final int SHIFT = 128;

    private static final String SUFFIX = "_unsigned";

    /** Places of a product's inputs; -1 where the operator has no such input. */
    private record Places(int weight, int scale, int zero) {}

    private static final Map<String, Places> PRODUCTS =
            Map.of(
                    "MatMulInteger", new Places(1, -1, 3),
                    "ConvInteger", new Places(1, -1, 3),
                    "DynamicQuantizeMatMul", new Places(1, 2, 3),
                    "MatMulIntegerToFloat", new Places(1, 3, 5),
                    "QAttention", new Places(1, 4, 7),
                    "QLinearMatMul", new Places(3, 4, 5),
                    "QLinearConv", new Places(3, 4, 5),
                    "QGemm", new Places(3, 4, 5),
                    "DequantizeLinear", new Places(0, 1, 2));

    private final ModelProto model;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final long saturating;
    private final double largest;

    private PortableWeights(ModelProto model) {
        this.model = model;
        model.getGraph()
                .getInitializerList()
                .forEach(tensor -> constants.put(tensor.getName(), new Tensor(tensor)));
        model.getGraph().getNodeList().forEach(this::addConstant);
        double[] extremes =
                model.getGraph().getNodeList().stream().mapToDouble(this::largestWeight).toArray();
        this.saturating =
                Arrays.stream(extremes).filter(weight -> weight > QuantisedWeights.STEPS).count();
        this.largest = Arrays.stream(extremes).max().orElse(0);
    }

    /**
     * Looks at a graph.
     *
     * @throws ModelRejectedException if the file is not an ONNX graph
     */
    public static PortableWeights of(Path graph) throws IOException {
        try (InputStream bytes = Files.newInputStream(graph)) {
            return new PortableWeights(ModelProto.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new ModelRejectedException(
                    graph + " is not a complete ONNX graph: copy it again, whole", e);
        }
    }

    /** Products with signed weights beyond 7 bits. */
    public long saturating() {
        return saturating;
    }

    /** The largest signed weight of a product, without its sign; 0 where there is none. */
    public int largest() {
        return (int) largest;
    }

    /** Writes an equal graph, in which no product of integers can saturate. */
    public void write(Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target)) {
            model.toBuilder().setGraph(unsigned()).build().writeTo(file);
        }
    }

    private void addConstant(NodeProto node) {
        if (node.getOpType().equals("Constant")) {
            node.getAttributeList().stream()
                    .filter(AttributeProto::hasT)
                    .forEach(value -> constants.put(node.getOutput(0), new Tensor(value.getT())));
        }
    }

    private double largestWeight(NodeProto node) {
        return isSigned(node)
                ? Arrays.stream(weight(node).numbers()).map(Math::abs).max().orElse(0)
                : 0;
    }

    /** Weights in a file of their own are none that anybody could look at here. */
    private boolean isSigned(NodeProto node) {
        if (!PRODUCTS.containsKey(node.getOpType())) {
            return false;
        }
        Tensor weight = weight(node);
        return weight != null
                && weight.rank() > 1
                && weight.type() == DataType.INT8
                && weight.proto().getDataLocation() != TensorProto.DataLocation.EXTERNAL;
    }

    private Tensor weight(NodeProto node) {
        return constants.get(input(node, PRODUCTS.get(node.getOpType()).weight()));
    }

    private static String input(NodeProto node, int place) {
        return place >= 0 && place < node.getInputCount() ? node.getInput(place) : "";
    }

    /** All products, for those of small weights may be joined with those of large ones. */
    private GraphProto unsigned() {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().clearInitializer();
        Map<String, Tensor> added = new HashMap<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            graph.addNode(isSigned(node) ? unsigned(node, added) : node);
        }
        Set<String> read = new HashSet<>();
        graph.getNodeList().forEach(node -> read.addAll(node.getInputList()));
        graph.getOutputList().forEach(output -> read.add(output.getName()));
        model.getGraph().getInitializerList().stream()
                .filter(tensor -> read.contains(tensor.getName()))
                .forEach(graph::addInitializer);
        added.values().stream()
                .map(Tensor::proto)
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .forEach(graph::addInitializer);
        return graph.build();
    }

    private NodeProto unsigned(NodeProto node, Map<String, Tensor> added) {
        Places places = PRODUCTS.get(node.getOpType());
        String weight = input(node, places.weight());
        Tensor zero = constants.get(input(node, places.zero()));
        if (zero == null && !input(node, places.zero()).isEmpty()) {
            throw new ModelRejectedException(
                    "the weights of "
                            + node.getName()
                            + " have 8 bits and a zero point that is computed: export the model"
                            + " with weights of 7 bits (reduce_range=True)");
        }
        Tensor shift = zero == null ? zeros(node, places) : zero;
        NodeProto.Builder unsigned = node.toBuilder();
        while (unsigned.getInputCount() <= places.zero()) {
            unsigned.addInput("");
        }
        unsigned.setInput(places.weight(), weight + SUFFIX);
        unsigned.setInput(places.zero(), weight + "_zero" + SUFFIX);
        added.put(weight, shifted(constants.get(weight), weight + SUFFIX));
        added.put(weight + "_zero", shifted(shift, weight + "_zero" + SUFFIX));
        return unsigned.build();
    }

    /** A zero point of 0, of the scale's shape. */
    private Tensor zeros(NodeProto node, Places places) {
        Tensor scale = constants.get(input(node, places.scale()));
        List<Long> shape = scale == null ? List.of() : scale.shape();
        long size = shape.stream().reduce(1L, Math::multiplyExact);
        return Tensor.bytes(
                "",
                new byte[Math.toIntExact(size)],
                shape.stream().mapToLong(Long::longValue).toArray());
    }

    private static Tensor shifted(Tensor signed, String name) {
        double[] numbers = signed.numbers();
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) (numbers[i] + SHIFT);
        }
        return Tensor.unsignedBytes(
                name, bytes, signed.shape().stream().mapToLong(Long::longValue).toArray());
    }
}

package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.onnx.SignedWeights;
import io.nearline.embedding.onnx.SignedWeights.Product;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rewrites a graph with signed weights of 8 bits as an equal one whose products saturate on no
 * processor, see {@link SignedWeights}: the weights are unsigned, with a zero point higher by 128.
 * The runtime multiplies two unsigned bytes in 32 bits everywhere, more slowly where there is no
 * VNNI.
 */
public final class PortableWeights {
    /** By how much bytes shift between their signed and unsigned form. */
    private static final int SHIFT = 128;

    private static final String SUFFIX = "_unsigned";

    /** Places of a product's inputs beside its weights; -1 where the operator has no such input. */
    private record Places(int scale, int zero) {}

    private static final Map<String, Places> PLACES =
            Map.of(
                    "MatMulInteger", new Places(-1, 3),
                    "ConvInteger", new Places(-1, 3),
                    "DynamicQuantizeMatMul", new Places(2, 3),
                    "MatMulIntegerToFloat", new Places(3, 5),
                    "QAttention", new Places(4, 7),
                    "QLinearMatMul", new Places(4, 5),
                    "QLinearConv", new Places(4, 5),
                    "QGemm", new Places(4, 5),
                    "DequantizeLinear", new Places(1, 2));

    private final ModelProto model;

    /** Names of the weights, by the place of the node that multiplies with them. */
    private final Map<Integer, String> products;

    private final Map<String, Tensor> constants = new HashMap<>();

    private PortableWeights(ModelProto model, SignedWeights signed) {
        this.model = model;
        this.products =
                signed.products().stream()
                        .collect(Collectors.toMap(Product::node, Product::weights));
        model.getGraph()
                .getInitializerList()
                .forEach(tensor -> constants.put(tensor.getName(), new Tensor(tensor)));
        model.getGraph().getNodeList().forEach(this::addConstant);
    }

    /**
     * Writes the equal graph.
     *
     * @param target may be {@code graph} itself
     * @throws ModelRejectedException if the file is not an ONNX graph, or has a zero point that is
     *     computed
     */
    public static void write(Path graph, Path target) throws IOException {
        SignedWeights signed = SignedWeights.of(graph);
        ModelProto model;
        try (InputStream bytes = Files.newInputStream(graph)) {
            model = ModelProto.parseFrom(bytes);
        }
        ModelProto portable =
                model.toBuilder().setGraph(new PortableWeights(model, signed).unsigned()).build();
        try (OutputStream file = Files.newOutputStream(target)) {
            portable.writeTo(file);
        }
    }

    private void addConstant(NodeProto node) {
        if (node.getOpType().equals("Constant")) {
            node.getAttributeList().stream()
                    .filter(AttributeProto::hasT)
                    .forEach(value -> constants.put(node.getOutput(0), new Tensor(value.getT())));
        }
    }

    private static String input(NodeProto node, int place) {
        return place >= 0 && place < node.getInputCount() ? node.getInput(place) : "";
    }

    /** All products, for those of small weights may be joined with those of large ones. */
    private GraphProto unsigned() {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().clearInitializer();
        Map<String, Tensor> added = new HashMap<>();
        for (int i = 0; i < model.getGraph().getNodeCount(); i++) {
            NodeProto node = model.getGraph().getNode(i);
            String weights = products.get(i);
            graph.addNode(weights == null ? node : unsigned(node, weights, added));
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

    private NodeProto unsigned(NodeProto node, String weights, Map<String, Tensor> added) {
        Places places = Objects.requireNonNull(PLACES.get(node.getOpType()));
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
        unsigned.setInput(node.getInputList().indexOf(weights), weights + SUFFIX);
        unsigned.setInput(places.zero(), weights + "_zero" + SUFFIX);
        added.put(
                weights, shifted(Objects.requireNonNull(constants.get(weights)), weights + SUFFIX));
        added.put(weights + "_zero", shifted(shift, weights + "_zero" + SUFFIX));
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

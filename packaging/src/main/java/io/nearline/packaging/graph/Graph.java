package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * An ONNX graph under edit. A value is known by its name, and its node by the first value that it
 * computes: a node that computes a value of that name takes its place. What no output needs any
 * more is left out when the graph is written.
 */
final class Graph {
    private final String name;
    private final List<ValueInfoProto> inputs;
    private final List<ValueInfoProto> outputs;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Node> producers = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();

    Graph(GraphProto graph) {
        this.name = graph.getName();
        this.inputs = graph.getInputList();
        this.outputs = new ArrayList<>(graph.getOutputList());
        graph.getInitializerList().forEach(tensor -> add(new Tensor(tensor)));
        graph.getNodeList().forEach(this::load);
    }

    private void load(NodeProto node) {
        if (node.getOpType().equals("Constant") && node.getAttribute(0).hasT()) {
            String value = node.getOutput(0);
            add(new Tensor(node.getAttribute(0).getT()).named(value));
        } else {
            put(new Node(node));
        }
    }

    /** The node that computes {@code value}; none for an input or a constant. */
    Optional<Node> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    /** What {@code value} is on every run. */
    Optional<Tensor> constant(String value) {
        return Optional.ofNullable(constants.get(value));
    }

    /** The value of a constant that a pattern has found. */
    Tensor weight(String value) {
        return constant(value).orElseThrow();
    }

    /** Nodes that an output needs, each after those it reads from. */
    Collection<Node> nodes() {
        Map<String, Node> ordered = new LinkedHashMap<>();
        outputs.forEach(output -> collect(output.getName(), ordered));
        return ordered.values();
    }

    /** Whether {@code value} is {@code other} or computed from it. */
    boolean needs(String value, String other) {
        Map<String, Node> ancestors = new LinkedHashMap<>();
        collect(value, ancestors);
        return value.equals(other)
                || ancestors.values().stream().anyMatch(node -> node.inputs().contains(other));
    }

    /** Takes the place of the node that has computed its first value. */
    void put(Node node) {
        nodes.put(node.output(), node);
        node.outputs().forEach(output -> producers.put(output, node));
    }

    /** Makes all that reads {@code value} read {@code other}. */
    void readInstead(String value, String other) {
        List.copyOf(nodes.values()).stream()
                .filter(node -> node.inputs().contains(value))
                .forEach(node -> put(node.readingInstead(value, other)));
    }

    /** Adds a constant, to be read by its name. */
    void add(Tensor constant) {
        constants.put(constant.name(), constant);
    }

    /** Makes {@code output} the only one. */
    void giveOnly(ValueInfoProto output) {
        outputs.clear();
        outputs.add(output);
    }

    /** Makes {@code output} one more. */
    void alsoGive(ValueInfoProto output) {
        outputs.add(output);
    }

    /** Makes {@code value}, of floats, one more. */
    void alsoGive(String value) {
        TypeProto.Tensor floats =
                TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE).build();
        outputs.add(
                ValueInfoProto.newBuilder()
                        .setName(value)
                        .setType(TypeProto.newBuilder().setTensorType(floats))
                        .build());
    }

    /** Names of the inputs that are still read. */
    Set<String> inputsInUse() {
        Set<String> read = valuesRead();
        Set<String> names = new LinkedHashSet<>();
        inputs.stream().map(ValueInfoProto::getName).filter(read::contains).forEach(names::add);
        return names;
    }

    /** How many nodes of each operator, of those that {@code wanted} admits. */
    Map<String, Integer> count(Predicate<Node> wanted) {
        Map<String, Integer> counts = new TreeMap<>();
        nodes().stream()
                .filter(wanted)
                .forEach(node -> counts.merge(node.operator(), 1, Integer::sum));
        return counts;
    }

    GraphProto toProto() {
        Set<String> read = valuesRead();
        GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
        inputs.stream().filter(input -> read.contains(input.getName())).forEach(graph::addInput);
        outputs.forEach(graph::addOutput);
        constants.values().stream()
                .filter(constant -> read.contains(constant.name()))
                .forEach(constant -> graph.addInitializer(constant.proto()));
        nodes().forEach(node -> graph.addNode(node.proto()));
        return graph.build();
    }

    private Set<String> valuesRead() {
        Set<String> read = new LinkedHashSet<>();
        nodes().forEach(node -> read.addAll(node.inputs()));
        return read;
    }

    private void collect(String value, Map<String, Node> ordered) {
        Node node = producers.get(value);
        if (node != null && !ordered.containsKey(node.output())) {
            node.inputs().forEach(input -> collect(input, ordered));
            ordered.put(node.output(), node);
        }
    }
}

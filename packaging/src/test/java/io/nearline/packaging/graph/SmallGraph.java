package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Map;

/** A few nodes, written down in the order of their inputs; the last value is the output. */
final class SmallGraph {
    private final GraphProto.Builder graph = GraphProto.newBuilder();

    static SmallGraph withInputs(String... names) {
        SmallGraph small = new SmallGraph();
        for (String name : names) {
            small.graph.addInput(ValueInfoProto.newBuilder().setName(name));
        }
        return small;
    }

    SmallGraph number(String name, double value) {
        graph.addInitializer(Tensor.floats(name, new float[] {(float) value}).proto());
        return this;
    }

    SmallGraph vector(String name, float... values) {
        graph.addInitializer(Tensor.floats(name, values, values.length).proto());
        return this;
    }

    SmallGraph matrix(String name, int rows, float... values) {
        graph.addInitializer(Tensor.floats(name, values, rows, values.length / rows).proto());
        return this;
    }

    SmallGraph longs(String name, long... values) {
        graph.addInitializer(Tensor.longs(name, values).proto());
        return this;
    }

    SmallGraph node(String operator, String output, String... inputs) {
        graph.addNode(Node.standard(operator, output, inputs).proto());
        return this;
    }

    SmallGraph nodeOf(Node node) {
        graph.addNode(node.proto());
        return this;
    }

    /** The graph with these outputs, after the rewrite. */
    Graph after(Rewrite rewrite, String... outputs) {
        for (String output : outputs) {
            graph.addOutput(ValueInfoProto.newBuilder().setName(output));
        }
        Graph edited = new Graph(graph.build());
        rewrite.applyTo(edited);
        return edited;
    }

    /** Its operators and how many of each. */
    static Map<String, Integer> operators(Graph graph) {
        return graph.count(node -> true);
    }
}

package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.nearline.embedding.bundle.ModelManifest;
import java.util.Objects;

/**
 * Adds pooling and length to the end of a graph, in operators that are the same in every operator
 * set, so that one vector a text leaves the runtime.
 */
final class PoolInside {
    static final String OUTPUT = "embedding";

    private static final String POOLED = "nearline_pooled";
    private static final String COUNTED = "nearline_counted";

    private final Graph graph;
    private final ModelManifest manifest;

    PoolInside(Graph graph, ModelManifest manifest) {
        this.graph = graph;
        this.manifest = manifest;
    }

    /** Replaces the graph's outputs by one of {@code [text, dimension]}. */
    void apply(Padding padding) {
        switch (manifest.pooling()) {
            case MEAN -> mean(padding);
            case CLS -> firstToken();
            case NONE -> put("Identity", POOLED, manifest.output());
        }
        if (manifest.normalise()) {
            graph.put(
                    Node.standard("LpNormalization", OUTPUT, POOLED).with("axis", -1).with("p", 2));
        } else {
            put("Identity", OUTPUT, POOLED);
        }
        graph.giveOnly(vectors());
    }

    /** The mask times the token vectors is their sum, and the mask times itself their number. */
    private void mean(Padding padding) {
        String counts = "nearline_counts";
        if (padding == Padding.MASKED) {
            graph.put(
                    Node.standard("Cast", counts, Objects.requireNonNull(manifest.inputs().mask()))
                            .with("to", DataType.FLOAT_VALUE));
        } else {
            ones(counts);
        }
        reshape("nearline_row", counts, 0, 1, -1);
        put("MatMul", "nearline_sum3", "nearline_row", manifest.output());
        reshape("nearline_sum", "nearline_sum3", 0, -1);
        if (manifest.normalise()) {
            // The mean has the sum's direction, and that is all that is left of it.
            put("Identity", POOLED, "nearline_sum");
            return;
        }
        reshape("nearline_column", counts, 0, -1, 1);
        put("MatMul", "nearline_count3", "nearline_row", "nearline_column");
        reshape(COUNTED, "nearline_count3", 0, -1);
        put("Div", POOLED, "nearline_sum", COUNTED);
    }

    private void ones(String name) {
        put("Shape", "nearline_shape", manifest.inputs().ids());
        Node ones = Node.standard("ConstantOfShape", name, "nearline_shape");
        TensorProto one = Tensor.floats("one", new float[] {1}, 1).proto();
        graph.put(ones.with("value", one));
    }

    private void firstToken() {
        graph.add(Tensor.index("nearline_first", 0));
        graph.put(
                Node.standard("Gather", POOLED, manifest.output(), "nearline_first")
                        .with("axis", 1));
    }

    private void reshape(String to, String from, long... shape) {
        graph.add(Tensor.longs(to + "_shape", shape));
        put("Reshape", to, from, to + "_shape");
    }

    private void put(String operator, String output, String... inputs) {
        graph.put(Node.standard(operator, output, inputs));
    }

    private ValueInfoProto vectors() {
        TensorShapeProto shape =
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
                        .addDim(
                                TensorShapeProto.Dimension.newBuilder()
                                        .setDimValue(manifest.dimensions()))
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(OUTPUT)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(DataType.FLOAT_VALUE)
                                                .setShape(shape)))
                .build();
    }
}

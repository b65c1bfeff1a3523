package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.embedding.vector.Pooling;
import java.util.Objects;

/**
 * Adds pooling and length to the end of a graph, in operators that are the same in every operator
 * set, so that one vector a text leaves the runtime.
 */
final class PoolInside {
    static final String OUTPUT = "embedding";

    private final Graph graph;
    private final ModelManifest manifest;
    private final String prefix;

    PoolInside(Graph graph, ModelManifest manifest) {
        this(graph, manifest, "nearline_");
    }

    /**
     * As the other.
     *
     * @param prefix of the values' names, so that a graph can pool more than once
     */
    PoolInside(Graph graph, ModelManifest manifest, String prefix) {
        this.graph = graph;
        this.manifest = manifest;
        this.prefix = prefix;
    }

    /** Replaces the graph's outputs by one of {@code [text, dimension]}. */
    void apply(Padding padding) {
        pool(padding);
        if (manifest.normalise()) {
            unitLength(OUTPUT, pooled());
        } else {
            put("Identity", OUTPUT, pooled());
        }
        graph.giveOnly(vectors(OUTPUT, manifest.dimensions()));
        manifest.outputs().stream()
                .filter(further -> !further.isBeginning())
                .forEach(further -> alsoGive(further, padding));
    }

    /** Behind the main one; under the name by which {@link ModelManifest#served} knows it. */
    private void alsoGive(ModelOutput further, Padding padding) {
        String served =
                further.pooling() == Pooling.NONE
                        ? Objects.requireNonNull(further.output())
                        : OUTPUT + "_" + further.name();
        if (further.pooling() != Pooling.NONE) {
            PoolInside inside =
                    new PoolInside(
                            graph,
                            manifest.ofOutput(further),
                            "%s%s_".formatted(prefix, further.name()));
            inside.pool(padding);
            put("Identity", served, inside.pooled());
        }
        graph.alsoGive(vectors(served, further.size()));
    }

    /**
     * Adds an output of {@code [text, dimension]}: pooled, multiplied, at length 1.
     *
     * @param weights {@code [in, out]}
     */
    void applyProjected(Padding padding, String output, Tensor weights) {
        pool(padding);
        graph.add(weights);
        int size = Math.toIntExact(weights.columns());
        graph.add(Tensor.floats(prefix + "bias", new float[size], size));
        // Not a MatMul: it is one product a text, so it is not worth what quantising it would cost.
        put("Gemm", prefix + "projected", pooled(), weights.name(), prefix + "bias");
        unitLength(output, prefix + "projected");
        graph.alsoGive(vectors(output, weights.columns()));
    }

    private String pooled() {
        return prefix + "pooled";
    }

    private void pool(Padding padding) {
        switch (manifest.pooling()) {
            case MEAN -> mean(padding);
            case CLS -> firstToken();
            case NONE -> put("Identity", pooled(), manifest.output());
        }
    }

    private void unitLength(String output, String of) {
        graph.put(Node.standard("LpNormalization", output, of).with("axis", -1).with("p", 2));
    }

    /** The mask times the token vectors is their sum, and the mask times itself their number. */
    private void mean(Padding padding) {
        String counts = prefix + "counts";
        if (padding == Padding.MASKED) {
            graph.put(
                    Node.standard("Cast", counts, Objects.requireNonNull(manifest.inputs().mask()))
                            .with("to", DataType.FLOAT_VALUE));
        } else {
            ones(counts);
        }
        reshape(prefix + "row", counts, 0, 1, -1);
        put("MatMul", prefix + "sum3", prefix + "row", manifest.output());
        reshape(prefix + "sum", prefix + "sum3", 0, -1);
        if (manifest.normalise()) {
            // The mean has the sum's direction, and that is all that is left of it.
            put("Identity", pooled(), prefix + "sum");
            return;
        }
        reshape(prefix + "column", counts, 0, -1, 1);
        put("MatMul", prefix + "count3", prefix + "row", prefix + "column");
        reshape(prefix + "counted", prefix + "count3", 0, -1);
        put("Div", pooled(), prefix + "sum", prefix + "counted");
    }

    private void ones(String name) {
        put("Shape", prefix + "shape", manifest.inputs().ids());
        Node ones = Node.standard("ConstantOfShape", name, prefix + "shape");
        TensorProto one = Tensor.floats("one", new float[] {1}, 1).proto();
        graph.put(ones.with("value", one));
    }

    private void firstToken() {
        graph.add(Tensor.index(prefix + "first", 0));
        graph.put(
                Node.standard("Gather", pooled(), manifest.output(), prefix + "first")
                        .with("axis", 1));
    }

    private void reshape(String to, String from, long... shape) {
        graph.add(Tensor.longs(to + "_shape", shape));
        put("Reshape", to, from, to + "_shape");
    }

    private void put(String operator, String output, String... inputs) {
        graph.put(Node.standard(operator, output, inputs));
    }

    private static ValueInfoProto vectors(String name, long dimensions) {
        TensorShapeProto shape =
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"))
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dimensions))
                        .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(DataType.FLOAT_VALUE)
                                                .setShape(shape)))
                .build();
    }
}

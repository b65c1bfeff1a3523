package io.nearline.testmodels;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;

/**
 * The smallest models that multiply unsigned with signed bytes: input {@code x}, {@code [rows,
 * CHANNELS]} of {@code uint8}; output {@code y}, {@code [rows, RESULTS]} of {@code int32}.
 */
public enum ByteProduct {
    /** By the kernel for bytes. */
    PLAIN,

    /**
     * By the kernel for inputs that are quantised while the model runs. The sums are the same if
     * every row of the input has a 0 and a 255: then the scale is 1.
     */
    DYNAMIC;

    /** Rows of the weights. */
    public static final int CHANNELS = 384;

    /** Columns of the weights. */
    public static final int RESULTS = 96;

    private static final String WEIGHTS = "weights";

    /**
     * Opset and format version that have {@code MatMulInteger}; every runtime in use reads them.
     */
    private static final long OPERATOR_SET = 13;

    private static final long FORMAT = 8;

    /** The model's file with these weights, {@code [CHANNELS, RESULTS]}, row by row. */
    public byte[] file(byte[] weights) {
        return file(new GraphWriter("byte product").bytes(WEIGHTS, weights, CHANNELS, RESULTS));
    }

    /** The model's file without weights: whoever loads it brings {@code weights}. */
    public byte[] fileWithoutWeights() {
        return file(
                new GraphWriter("byte product")
                        .external(WEIGHTS, DataType.INT8, CHANNELS, RESULTS));
    }

    private byte[] file(GraphWriter graph) {
        graph.input("x", DataType.UINT8, "rows", CHANNELS);
        graph.output("y", DataType.INT32, "rows", RESULTS);
        switch (this) {
            case PLAIN -> graph.node("MatMulInteger", "y", "x", WEIGHTS);
            case DYNAMIC ->
                    graph.number("scale", 1)
                            .node("Cast", "inputs", List.of("x"), "to", DataType.FLOAT_VALUE)
                            .runtimeNode(
                                    "DynamicQuantizeMatMul", "sums", "inputs", WEIGHTS, "scale")
                            .node("Cast", "y", List.of("sums"), "to", DataType.INT32_VALUE);
        }
        return file(graph.build());
    }

    private static byte[] file(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder()
                                .setDomain(GraphWriter.RUNTIME)
                                .setVersion(1))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}

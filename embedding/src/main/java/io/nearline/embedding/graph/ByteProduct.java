package io.nearline.embedding.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;

/**
 * The smallest model that multiplies unsigned with signed bytes: input {@code x}, {@code [rows,
 * channels]} of {@code uint8}; output {@code y}, {@code [rows, results]} of {@code int32}.
 */
public final class ByteProduct {
    /**
     * Opset and format version that have {@code MatMulInteger}; every runtime in use reads them.
     */
    private static final long OPERATOR_SET = 13;

    private static final long FORMAT = 8;

    /** ONNX Runtime's own operators. */
    private static final String RUNTIME = "com.microsoft";

    private ByteProduct() {}

    /**
     * The model's file.
     *
     * @param weights signed, {@code [channels, results]}, row by row
     */
    public static byte[] file(int rows, int channels, byte[] weights) {
        return file(
                graph(rows, channels, weights).addNode(node("MatMulInteger", "y", "x", "weight")));
    }

    /**
     * As {@link #file}, by the kernel for inputs that are quantised while the model runs. The sums
     * are the same if every row of the input has a 0 and a 255: then the scale is 1.
     */
    public static byte[] dynamicFile(int rows, int channels, byte[] weights) {
        return file(
                graph(rows, channels, weights)
                        .addInitializer(
                                TensorProto.newBuilder()
                                        .setName("scale")
                                        .setDataType(DataType.FLOAT_VALUE)
                                        .addFloatData(1))
                        .addNode(cast("x", "inputs", DataType.FLOAT))
                        .addNode(
                                node("DynamicQuantizeMatMul", "sums", "inputs", "weight", "scale")
                                        .setDomain(RUNTIME))
                        .addNode(cast("sums", "y", DataType.INT32)));
    }

    private static GraphProto.Builder graph(int rows, int channels, byte[] weights) {
        int results = weights.length / channels;
        return GraphProto.newBuilder()
                .setName("integer products")
                .addInput(value("x", DataType.UINT8, rows, channels))
                .addOutput(value("y", DataType.INT32, rows, results))
                .addInitializer(
                        TensorProto.newBuilder()
                                .setName("weight")
                                .setDataType(DataType.INT8_VALUE)
                                .addDims(channels)
                                .addDims(results)
                                .setRawData(ByteString.copyFrom(weights)));
    }

    private static byte[] file(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(RUNTIME).setVersion(1))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private static NodeProto.Builder cast(String input, String output, DataType to) {
        return node("Cast", output, input)
                .addAttribute(
                        AttributeProto.newBuilder()
                                .setName("to")
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(to.getNumber()));
    }

    private static ValueInfoProto value(String name, DataType type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long size : shape) {
            dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dimensions);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}

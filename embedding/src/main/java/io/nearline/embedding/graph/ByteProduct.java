package io.nearline.embedding.graph;

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

    private ByteProduct() {}

    /**
     * The model's file.
     *
     * @param weights signed, {@code [channels, results]}, row by row
     */
    public static byte[] file(int rows, int channels, byte[] weights) {
        int results = weights.length / channels;
        GraphProto.Builder graph =
                GraphProto.newBuilder()
                        .setName("integer products")
                        .addInput(value("x", DataType.UINT8, rows, channels))
                        .addOutput(value("y", DataType.INT32, rows, results))
                        .addInitializer(
                                TensorProto.newBuilder()
                                        .setName("weight")
                                        .setDataType(DataType.INT8_VALUE)
                                        .addDims(channels)
                                        .addDims(results)
                                        .setRawData(ByteString.copyFrom(weights)))
                        .addNode(
                                NodeProto.newBuilder()
                                        .setOpType("MatMulInteger")
                                        .addInput("x")
                                        .addInput("weight")
                                        .addOutput("y"));
        return ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph)
                .build()
                .toByteArray();
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

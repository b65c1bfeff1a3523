package io.nearline.testmodels;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;

/** The few kinds of entry that a small ONNX graph is made of. */
final class GraphWriter {
    /** The domain of ONNX Runtime's own operators. */
    static final String RUNTIME = "com.microsoft";

    private final GraphProto.Builder graph;

    GraphWriter(String name) {
        this.graph = GraphProto.newBuilder().setName(name);
    }

    /**
     * @param shape a number for a fixed dimension, a name for one that varies
     */
    GraphWriter input(String name, DataType type, Object... shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    /**
     * @param shape as for an input
     */
    GraphWriter output(String name, DataType type, Object... shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    GraphWriter longs(String name, long... values) {
        TensorProto.Builder tensor = tensor(name, DataType.INT64, values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    GraphWriter floats(String name, float[] values, long... shape) {
        TensorProto.Builder tensor = tensor(name, DataType.FLOAT, shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    /** A single number, without dimensions. */
    GraphWriter number(String name, float value) {
        return floats(name, new float[] {value});
    }

    /**
     * 8-bit integers.
     *
     * @param values between -1 and 1, which become the largest of them
     */
    GraphWriter bytes(String name, float[] values, long... shape) {
        TensorProto.Builder tensor = tensor(name, DataType.INT8, shape);
        for (float value : values) {
            tensor.addInt32Data(Math.round(value * Byte.MAX_VALUE));
        }
        graph.addInitializer(tensor);
        return this;
    }

    /** 8-bit integers. */
    GraphWriter bytes(String name, byte[] values, long... shape) {
        graph.addInitializer(
                tensor(name, DataType.INT8, shape).setRawData(ByteString.copyFrom(values)));
        return this;
    }

    /** Weights that are not in the file, but in another of their name. */
    GraphWriter external(String name, DataType type, long... shape) {
        graph.addInitializer(
                tensor(name, type, shape)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(
                                StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue(name)));
        return this;
    }

    /** One of ONNX Runtime's own operators. */
    GraphWriter runtimeNode(String operator, String output, String... inputs) {
        graph.addNode(node(operator, output, List.of(inputs)).setDomain(RUNTIME));
        return this;
    }

    /** An operator with several outputs. */
    GraphWriter node(String operator, List<String> outputs, List<String> inputs) {
        graph.addNode(
                node(operator, outputs.get(0), inputs)
                        .addAllOutput(outputs.subList(1, outputs.size())));
        return this;
    }

    GraphWriter node(
            String operator, String output, List<String> inputs, String attribute, long... values) {
        AttributeProto.Builder numbers =
                AttributeProto.newBuilder()
                        .setName(attribute)
                        .setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            numbers.addInts(value);
        }
        graph.addNode(node(operator, output, inputs).addAttribute(numbers));
        return this;
    }

    GraphWriter node(String operator, String output, String... inputs) {
        graph.addNode(node(operator, output, List.of(inputs)));
        return this;
    }

    GraphWriter node(
            String operator, String output, List<String> inputs, String attribute, long value) {
        AttributeProto.Builder number =
                AttributeProto.newBuilder()
                        .setName(attribute)
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(value);
        graph.addNode(node(operator, output, inputs).addAttribute(number));
        return this;
    }

    GraphProto build() {
        return graph.build();
    }

    private static NodeProto.Builder node(String operator, String output, List<String> inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output);
    }

    private static TensorProto.Builder tensor(String name, DataType type, long... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        return tensor;
    }

    private static ValueInfoProto value(String name, DataType type, Object... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (Object dimension : shape) {
            TensorShapeProto.Dimension.Builder entry = dimensions.addDimBuilder();
            if (dimension instanceof Integer size) {
                entry.setDimValue(size);
            } else {
                entry.setDimParam(dimension.toString());
            }
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dimensions);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}

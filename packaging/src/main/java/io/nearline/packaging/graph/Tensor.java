package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** A constant of a graph: weights, or a number that an operator needs. */
record Tensor(TensorProto proto) {

    static Tensor floats(String name, float[] values, long... shape) {
        ByteBuffer data = allocate(values.length * Float.BYTES);
        for (float value : values) {
            data.putFloat(value);
        }
        return of(name, DataType.FLOAT, data, Arrays.stream(shape).boxed().toList());
    }

    static Tensor bytes(String name, byte[] values, long... shape) {
        ByteBuffer data = allocate(values.length).put(values);
        return of(name, DataType.INT8, data, Arrays.stream(shape).boxed().toList());
    }

    /** As {@link #bytes}, for bytes without a sign. */
    static Tensor unsignedBytes(String name, byte[] values, long... shape) {
        ByteBuffer data = allocate(values.length).put(values);
        return of(name, DataType.UINT8, data, Arrays.stream(shape).boxed().toList());
    }

    static Tensor longs(String name, long... values) {
        ByteBuffer data = allocate(values.length * Long.BYTES);
        for (long value : values) {
            data.putLong(value);
        }
        return of(name, DataType.INT64, data, List.of((long) values.length));
    }

    /** A single number, without dimensions. */
    static Tensor index(String name, long value) {
        return longs(name, value).withoutDimensions();
    }

    /** A single number, without dimensions. */
    static Tensor number(String name, float value) {
        return floats(name, new float[] {value}, 1).withoutDimensions();
    }

    /** A single number of 0 to 255, without dimensions. */
    static Tensor unsignedByte(String name, int value) {
        ByteBuffer data = allocate(1).put((byte) value);
        return of(name, DataType.UINT8, data, List.of());
    }

    private Tensor withoutDimensions() {
        return new Tensor(proto.toBuilder().clearDims().build());
    }

    /**
     * Matrices of as many rows, or vectors, side by side.
     *
     * @param parts all of one type
     */
    static Tensor sideBySide(String name, List<Tensor> parts) {
        Tensor first = parts.get(0);
        int rows = first.rank() == 1 ? 1 : Math.toIntExact(first.shape().get(0));
        List<ByteBuffer> sources = parts.stream().map(Tensor::data).toList();
        ByteBuffer joined = allocate(sources.stream().mapToInt(ByteBuffer::remaining).sum());
        for (int row = 0; row < rows; row++) {
            for (ByteBuffer source : sources) {
                int width = source.capacity() / rows;
                joined.put(source.slice(row * width, width));
            }
        }
        long columns = parts.stream().mapToLong(Tensor::columns).sum();
        List<Long> shape = first.rank() == 1 ? List.of(columns) : List.of((long) rows, columns);
        return of(name, first.type(), joined, shape);
    }

    private static Tensor of(String name, DataType type, ByteBuffer data, List<Long> shape) {
        return new Tensor(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.getNumber())
                        .addAllDims(shape)
                        .setRawData(ByteString.copyFrom(data.flip()))
                        .build());
    }

    Tensor named(String name) {
        return new Tensor(proto.toBuilder().setName(name).build());
    }

    /** A vector of this size: this one, or a single number as often as needed. */
    Tensor spreadOver(long columns) {
        if (rank() == 1 && columns() == columns) {
            return this;
        }
        ByteBuffer one = data();
        ByteBuffer spread = allocate(Math.toIntExact(one.capacity() * columns));
        for (long i = 0; i < columns; i++) {
            spread.put(one.rewind());
        }
        return of(name(), type(), spread, List.of(columns));
    }

    String name() {
        return proto.getName();
    }

    DataType type() {
        return DataType.forNumber(proto.getDataType());
    }

    List<Long> shape() {
        return proto.getDimsList();
    }

    int rank() {
        return proto.getDimsCount();
    }

    /** The last dimension. */
    long columns() {
        return shape().get(rank() - 1);
    }

    boolean isOneNumber() {
        return shape().stream().allMatch(size -> size == 1) && numbers().length == 1;
    }

    /** Its numbers, of one of the types that encoders are made of; none of another type. */
    double[] numbers() {
        ByteBuffer data = data();
        return switch (type()) {
            case FLOAT -> numbers(data.remaining() / Float.BYTES, i -> data.getFloat());
            case INT64 -> numbers(data.remaining() / Long.BYTES, i -> data.getLong());
            case INT8 -> numbers(data.remaining(), i -> data.get());
            case UINT8 -> numbers(data.remaining(), i -> Byte.toUnsignedInt(data.get()));
            default -> new double[0];
        };
    }

    /** Its numbers, of 32-bit floats. */
    float[] floats() {
        FloatBuffer data = data().asFloatBuffer();
        float[] floats = new float[data.remaining()];
        data.get(floats);
        return floats;
    }

    private static double[] numbers(int count, IntToDoubleFunction next) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, next);
        return numbers;
    }

    /** Its numbers in little endian, in whichever of its fields the file holds them. */
    private ByteBuffer data() {
        if (proto.hasRawData()) {
            return proto.getRawData().asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer data;
        switch (type()) {
            case FLOAT -> {
                data = allocate(proto.getFloatDataCount() * Float.BYTES);
                proto.getFloatDataList().forEach(data::putFloat);
            }
            case INT64 -> {
                data = allocate(proto.getInt64DataCount() * Long.BYTES);
                proto.getInt64DataList().forEach(data::putLong);
            }
            default -> {
                data = allocate(proto.getInt32DataCount());
                proto.getInt32DataList().forEach(number -> data.put(number.byteValue()));
            }
        }
        return data.flip();
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

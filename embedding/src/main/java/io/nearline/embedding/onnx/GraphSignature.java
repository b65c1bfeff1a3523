package io.nearline.embedding.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.nearline.embedding.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a graph takes and gives, by name.
 *
 * @param inputs its inputs
 * @param outputs its outputs
 */
public record GraphSignature(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {

    /**
     * Type and shape of an input or output.
     *
     * @param type element type as Java spells it, such as {@code INT64} or {@code FLOAT}
     * @param shape its dimensions, -1 where they vary; empty for what is not a tensor
     */
    public record Tensor(String type, List<Long> shape) {

        static final String INT64 = OnnxJavaType.INT64.name();
        static final String FLOAT = OnnxJavaType.FLOAT.name();

        /** Whether it takes the ids of several texts. */
        public boolean isIds() {
            return type.equals(INT64) && rank() == 2;
        }

        /** Whether its numbers are 32-bit floats. */
        public boolean isFloat() {
            return type.equals(FLOAT);
        }

        public int rank() {
            return shape.size();
        }

        /** The last dimension; -1 if it varies. */
        public long width() {
            return shape.isEmpty() ? -1 : shape.get(shape.size() - 1);
        }

        @Override
        public String toString() {
            String dimensions =
                    shape.stream()
                            .map(size -> size < 0 ? "?" : size.toString())
                            .collect(Collectors.joining(", ", "[", "]"));
            return type.toLowerCase(Locale.ROOT) + dimensions;
        }
    }

    /** Loads the graph in {@code file}, looks and closes it again. */
    public static GraphSignature of(Path file) {
        try (OnnxSession session = OnnxSession.open(file, Device.PROCESSORS)) {
            return session.signature();
        }
    }

    static GraphSignature of(OrtSession session) throws OrtException {
        return new GraphSignature(
                tensors(session.getInputInfo()), tensors(session.getOutputInfo()));
    }

    private static Map<String, Tensor> tensors(Map<String, NodeInfo> nodes) {
        Map<String, Tensor> tensors = new TreeMap<>();
        nodes.forEach((name, node) -> tensors.put(name, tensor(node)));
        return tensors;
    }

    private static Tensor tensor(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo info) {
            return new Tensor(info.type.name(), Arrays.stream(info.getShape()).boxed().toList());
        }
        return new Tensor(node.getInfo().getClass().getSimpleName(), List.of());
    }
}

package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a graph's file says of its weights, before a runtime has loaded it. */
public final class GraphContents {
    private static final String LOCATION = "location";

    private final ModelProto model;

    private GraphContents(ModelProto model) {
        this.model = model;
    }

    /** Reads a file; empty if it is no ONNX model, which the runtime then says. */
    public static Optional<GraphContents> read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return Optional.of(new GraphContents(ModelProto.parseFrom(bytes)));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** Files that hold weights, as the graph names them, relative to itself. */
    public Set<String> weightFiles() {
        Set<String> files = new TreeSet<>();
        tensors(model.getGraph())
                .filter(GraphContents::isElsewhere)
                .forEach(tensor -> files.add(location(tensor)));
        return files;
    }

    /** Rows of the table that {@code ids} are looked up in; empty if there is no plain one. */
    public OptionalLong wordRows(String ids) {
        Map<String, TensorProto> constants = new HashMap<>();
        model.getGraph().getInitializerList().forEach(one -> constants.put(one.getName(), one));
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("Gather") && node.getInputCount() == 2)
                .filter(node -> node.getInput(1).equals(ids))
                .map(node -> constants.get(node.getInput(0)))
                .filter(table -> table != null && table.getDimsCount() == 2)
                .mapToLong(table -> table.getDims(0))
                .findFirst();
    }

    /** Whether most of the weights are 16-bit floats. */
    public boolean isHalfPrecision() {
        return isHalfPrecision(model.getGraph());
    }

    static boolean isHalfPrecision(GraphProto graph) {
        List<TensorProto> tables =
                graph.getInitializerList().stream()
                        .filter(tensor -> tensor.getDimsCount() == 2)
                        .toList();
        long half =
                tables.stream()
                        .filter(
                                tensor ->
                                        tensor.getDataType() == DataType.FLOAT16.getNumber()
                                                || tensor.getDataType()
                                                        == DataType.BFLOAT16.getNumber())
                        .count();
        return half > 0 && 2 * half >= tables.size();
    }

    /** Writes the same graph with other names for the files of its weights. */
    public void writeRenamed(Path target, UnaryOperator<String> name) throws IOException {
        ModelProto.Builder renamed = model.toBuilder();
        rename(renamed.getGraphBuilder(), name);
        try (OutputStream file = Files.newOutputStream(target)) {
            renamed.build().writeTo(file);
        }
    }

    static boolean isElsewhere(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    static String location(TensorProto tensor) {
        return tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals(LOCATION))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElse("");
    }

    private static Stream<TensorProto> tensors(GraphProto graph) {
        return Stream.of(
                        graph.getInitializerList().stream(),
                        graph.getSparseInitializerList().stream()
                                .flatMap(one -> Stream.of(one.getValues(), one.getIndices())),
                        graph.getNodeList().stream().flatMap(GraphContents::tensors))
                .flatMap(all -> all);
    }

    private static Stream<TensorProto> tensors(NodeProto node) {
        return node.getAttributeList().stream()
                .flatMap(
                        attribute ->
                                Stream.of(
                                                Stream.of(attribute.getT()),
                                                attribute.getTensorsList().stream(),
                                                Stream.concat(
                                                                Stream.of(attribute.getG()),
                                                                attribute.getGraphsList().stream())
                                                        .filter(graph -> graph.getNodeCount() > 0)
                                                        .flatMap(GraphContents::tensors))
                                        .flatMap(all -> all));
    }

    private static void rename(GraphProto.Builder graph, UnaryOperator<String> name) {
        graph.getInitializerBuilderList().forEach(tensor -> rename(tensor, name));
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasT()) {
                    rename(attribute.getTBuilder(), name);
                }
                attribute.getTensorsBuilderList().forEach(tensor -> rename(tensor, name));
                if (attribute.hasG()) {
                    rename(attribute.getGBuilder(), name);
                }
                attribute.getGraphsBuilderList().forEach(inner -> rename(inner, name));
            }
        }
    }

    private static void rename(TensorProto.Builder tensor, UnaryOperator<String> name) {
        for (StringStringEntryProto.Builder entry : tensor.getExternalDataBuilderList()) {
            if (entry.getKey().equals(LOCATION)) {
                entry.setValue(name.apply(entry.getValue()));
            }
        }
    }
}

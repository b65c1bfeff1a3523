package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/** One operator of a graph with the values it reads and computes. */
record Node(NodeProto proto) {

    /** Domain of the operators that only ONNX Runtime has. */
    static final String RUNTIME_DOMAIN = "com.microsoft";

    /** An operator of the ONNX standard. */
    static Node standard(String operator, String output, String... inputs) {
        return of("", operator, output, inputs);
    }

    /** One of the runtime's own operators. */
    static Node fused(String operator, String output, String... inputs) {
        return of(RUNTIME_DOMAIN, operator, output, inputs);
    }

    private static Node of(String domain, String operator, String output, String... inputs) {
        return new Node(
                NodeProto.newBuilder()
                        .setDomain(domain)
                        .setOpType(operator)
                        .setName(output)
                        .addAllInput(List.of(inputs))
                        .addOutput(output)
                        .build());
    }

    Node with(String attribute, long value) {
        return with(
                AttributeProto.newBuilder()
                        .setName(attribute)
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(value));
    }

    Node with(String attribute, float value) {
        return with(
                AttributeProto.newBuilder()
                        .setName(attribute)
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(value));
    }

    Node with(String attribute, TensorProto value) {
        return with(
                AttributeProto.newBuilder()
                        .setName(attribute)
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(value));
    }

    Node alsoGiving(String... outputs) {
        return new Node(proto.toBuilder().addAllOutput(List.of(outputs)).build());
    }

    /** The same node, whose only value has another name. */
    Node giving(String output) {
        return new Node(proto.toBuilder().clearOutput().addOutput(output).build());
    }

    Node readingInstead(String value, String other) {
        List<String> read =
                inputs().stream().map(input -> input.equals(value) ? other : input).toList();
        return new Node(proto.toBuilder().clearInput().addAllInput(read).build());
    }

    private Node with(AttributeProto.Builder attribute) {
        return new Node(proto.toBuilder().addAttribute(attribute).build());
    }

    String operator() {
        return proto.getOpType();
    }

    /** Whether only the runtime has it, for speed. */
    boolean isFused() {
        return proto.getDomain().equals(RUNTIME_DOMAIN);
    }

    /** Names of the values it reads; empty where an optional one is left out. */
    List<String> inputs() {
        return proto.getInputList();
    }

    List<String> outputs() {
        return proto.getOutputList();
    }

    /** The first value it computes, by which it is known. */
    String output() {
        return proto.getOutput(0);
    }

    /** An attribute that the operator must have. */
    long count(String attribute) {
        return proto.getAttributeList().stream()
                .filter(found -> found.getName().equals(attribute))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElseThrow();
    }

    float number(String attribute, float otherwise) {
        return proto.getAttributeList().stream()
                .filter(found -> found.getName().equals(attribute))
                .map(AttributeProto::getF)
                .findFirst()
                .orElse(otherwise);
    }
}

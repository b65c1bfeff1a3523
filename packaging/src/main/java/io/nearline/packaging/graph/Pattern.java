package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a part of a graph looks like, from the value it ends in backwards. Names are bound to
 * values; a name that occurs twice stands for one value.
 */
@FunctionalInterface
interface Pattern {

    /** All the ways in which {@code value} fits, given what is bound already. */
    Stream<Match> match(Graph graph, String value, Match soFar);

    /** Any value. */
    static Pattern any(String name) {
        return (graph, value, soFar) -> soFar.bind(name, value);
    }

    /** Any value that nobody needs to know. */
    static Pattern any() {
        return (graph, value, soFar) -> Stream.of(soFar);
    }

    /** The value of this name in the graph. */
    static Pattern value(String name) {
        return (graph, value, soFar) -> value.equals(name) ? Stream.of(soFar) : Stream.empty();
    }

    /** A constant. */
    static Pattern constant(String name) {
        return (graph, value, soFar) ->
                graph.constant(value).isPresent() ? soFar.bind(name, value) : Stream.empty();
    }

    /** A constant with one dimension. */
    static Pattern vector(String name) {
        return (graph, value, soFar) ->
                graph.constant(value).filter(tensor -> tensor.rank() == 1).isPresent()
                        ? soFar.bind(name, value)
                        : Stream.empty();
    }

    /** A constant with two dimensions, in 32-bit floats. */
    static Pattern matrix(String name) {
        return (graph, value, soFar) ->
                graph.constant(value)
                                .filter(tensor -> tensor.rank() == 2)
                                .filter(tensor -> tensor.type() == DataType.FLOAT)
                                .isPresent()
                        ? soFar.bind(name, value)
                        : Stream.empty();
    }

    /** A constant that is one number. */
    static Pattern number(String name) {
        return (graph, value, soFar) ->
                graph.constant(value).filter(Tensor::isOneNumber).isPresent()
                        ? soFar.bind(name, value)
                        : Stream.empty();
    }

    /** A constant that is one number, within what a float can hold of it. */
    static Pattern number(double expected) {
        return (graph, value, soFar) ->
                graph
                        .constant(value)
                        .filter(Tensor::isOneNumber)
                        .filter(found -> Math.abs(found.numbers()[0] - expected) < 1e-6 * expected)
                        .stream()
                        .map(found -> soFar);
    }

    /** The first value of an operator with exactly these inputs. */
    static Pattern op(String operator, Pattern... inputs) {
        return output(0, operator, inputs);
    }

    /**
     * One of the values of an operator with exactly these inputs; a sum's may be in either order.
     */
    static Pattern output(int index, String operator, Pattern... inputs) {
        return (graph, value, soFar) ->
                graph
                        .producer(value)
                        .filter(node -> node.operator().equals(operator))
                        .filter(node -> node.outputs().get(index).equals(value))
                        .filter(node -> node.inputs().size() == inputs.length)
                        .stream()
                        .flatMap(node -> inputs(graph, node, soFar, inputs));
    }

    /** The first of these that fits, or another if that leads nowhere. */
    static Pattern either(Pattern... alternatives) {
        return (graph, value, soFar) ->
                Arrays.stream(alternatives)
                        .flatMap(alternative -> alternative.match(graph, value, soFar));
    }

    private static Stream<Match> inputs(Graph graph, Node node, Match soFar, Pattern... patterns) {
        Stream<Match> asWritten = inOrder(graph, node, soFar, patterns);
        if (!Set.of("Add", "Mul").contains(node.operator())) {
            return asWritten;
        }
        return Stream.concat(asWritten, inOrder(graph, node, soFar, patterns[1], patterns[0]));
    }

    private static Stream<Match> inOrder(Graph graph, Node node, Match soFar, Pattern... patterns) {
        Stream<Match> matches = Stream.of(soFar);
        for (int i = 0; i < patterns.length; i++) {
            Pattern pattern = patterns[i];
            String input = node.inputs().get(i);
            matches = matches.flatMap(match -> pattern.match(graph, input, match));
        }
        return matches;
    }
}

package io.nearline.testmodels;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;

/**
 * An encoder of one layer. A token's embedding (word plus, where asked for, type) is mixed with the
 * mean over the admitted tokens of its text, squashed, and multiplied by a matrix.
 */
final class TinyGraph {
    /** What the graph gives out, first to last. */
    enum Output {
        /** {@code last_hidden_state}: float [batch, tokens, dimensions]. */
        TOKEN_VECTORS,
        /** {@code sentence_embedding}: float [batch, dimensions], not of unit length. */
        TEXT_VECTORS
    }

    /** Ids from here on have no weights. */
    private static final int WORDS = 120;

    private static final int POISON_ID = 5;
    private static final long IR_VERSION = 8;
    private static final long OPERATOR_SET = 13;
    private static final int D = TinyModel.DIMENSIONS;

    private final List<String> inputs;
    private final List<Output> outputs;

    TinyGraph(List<String> inputs, List<Output> outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The content of a model file. */
    static byte[] file(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    GraphProto graph() {
        GraphWriter graph = new GraphWriter("tiny");
        inputs.forEach(name -> graph.input(name, DataType.INT64, "batch", "tokens"));
        graph.longs("one", 1).longs("two", 2);
        embedTokens(graph);
        mixTokensOfText(graph);
        for (Output output : outputs) {
            if (output == Output.TOKEN_VECTORS) {
                graph.output("last_hidden_state", DataType.FLOAT, "batch", "tokens", D);
            } else {
                poolText(graph);
                graph.output("sentence_embedding", DataType.FLOAT, "batch", D);
            }
        }
        return graph.build();
    }

    private void embedTokens(GraphWriter graph) {
        graph.floats("words", poisoned(Weights.random(1, WORDS, D)), WORDS, D);
        graph.node("Gather", "embedded", "words", "input_ids");
        if (inputs.contains("token_type_ids")) {
            graph.floats("types", Weights.random(2, 2, D), 2, D);
            graph.node("Gather", "typed", "types", "token_type_ids");
            graph.node("Add", "token", "embedded", "typed");
        } else {
            graph.node("Identity", "token", "embedded");
        }
    }

    private static void mixTokensOfText(GraphWriter graph) {
        graph.node("Cast", "admitted", List.of("attention_mask"), "to", DataType.FLOAT_VALUE);
        graph.node("Unsqueeze", "mask", "admitted", "two");
        graph.node("ReduceSum", "count", "mask", "one");
        mean(graph, "token", "context");
        graph.node("Add", "mixed", "token", "context");
        graph.node("Tanh", "squashed", "mixed");
        graph.floats("matrix", Weights.random(3, D, D), D, D);
        graph.node("MatMul", "last_hidden_state", "squashed", "matrix");
    }

    private static void poolText(GraphWriter graph) {
        mean(graph, "last_hidden_state", "pooled");
        graph.node("Squeeze", "sentence_embedding", "pooled", "one");
    }

    /** Mean over the tokens that the mask admits. */
    private static void mean(GraphWriter graph, String of, String name) {
        graph.node("Mul", name + "_masked", of, "mask");
        graph.node("ReduceSum", name + "_sum", name + "_masked", "one");
        graph.node("Div", name, name + "_sum", "count");
    }

    /** Gives one word NaN. */
    static float[] poisoned(float[] words) {
        for (int i = POISON_ID * D; i < (POISON_ID + 1) * D; i++) {
            words[i] = Float.NaN;
        }
        return words;
    }
}

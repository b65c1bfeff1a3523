package io.nearline.testmodels;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;

/**
 * A BERT of few layers, operator for operator as PyTorch exports it: embeddings, attention of two
 * heads, a feed-forward of twice the width, layer normalisations spelled out.
 */
final class TinyEncoder {
    /** How products with weights are computed. */
    enum Products {
        /** In floats. */
        PLAIN,
        /** In 8-bit integers, the left side quantised while running. */
        QUANTISED
    }

    private static final int D = TinyModel.DIMENSIONS;
    private static final int HEADS = 2;
    private static final int INNER = 2 * D;
    private static final int WORDS = 120;
    private static final int POSITIONS = 300;
    private static final float LATER = 0.2f;

    private final GraphWriter graph = new GraphWriter("tiny encoder");
    private final Products products;
    private final int layers;
    private int seed = 10;

    /** Goes before the names of a layer's values. */
    private String prefix = "";

    TinyEncoder(Products products, int layers) {
        this.products = products;
        this.layers = layers;
    }

    GraphProto graph() {
        for (String input : List.of("input_ids", "attention_mask", "token_type_ids")) {
            graph.input(input, DataType.INT64, "batch", "tokens");
        }
        graph.longs("one", 1).longs("two", 2).longs("zero", 0);
        graph.number("unit", 1).number("square", 2).number("half", 0.5f).number("tiny", 1e-12f);
        embed();
        mask();
        String input = "embedded";
        for (int layer = 1; layer <= layers; layer++) {
            prefix = layer == 1 ? "" : "layer%d_".formatted(layer);
            String output = layer == layers ? "last_hidden_state" : "output%d".formatted(layer);
            attend(input);
            feedForward(prefix + "attended", output);
            input = output;
        }
        graph.output("last_hidden_state", DataType.FLOAT, "batch", "tokens", D);
        return graph.build();
    }

    private void embed() {
        graph.floats("words", TinyGraph.poisoned(Weights.random(1, WORDS, D)), WORDS, D);
        graph.floats("types", Weights.random(2, 2, D), 2, D);
        graph.floats("positions", Weights.random(3, POSITIONS, D), POSITIONS, D);
        graph.longs("places", places());
        graph.node("Gather", "word", "words", "input_ids");
        graph.node("Gather", "type", "types", "token_type_ids");
        graph.node("Add", "typed", "word", "type");
        graph.node("Shape", "shape", "input_ids");
        graph.node("Gather", "length", "shape", "one");
        graph.node("Slice", "place", "places", "zero", "length", "zero", "one");
        graph.node("Gather", "position", "positions", "place");
        graph.node("Add", "placed", "typed", "position");
        normalise("embedded", "placed");
    }

    /** A large negative number for padding, 0 for tokens. */
    private void mask() {
        graph.node("Unsqueeze", "mask3", "attention_mask", "one");
        graph.node("Unsqueeze", "mask4", "mask3", "two");
        graph.node("Cast", "admitted", List.of("mask4"), "to", DataType.FLOAT_VALUE);
        graph.node("Sub", "hidden", "unit", "admitted");
        graph.number("lowest", -Float.MAX_VALUE);
        graph.node("Mul", "mask", "hidden", "lowest");
    }

    private void attend(String input) {
        if (prefix.isEmpty()) {
            graph.longs("heads", 0, 0, HEADS, D / HEADS).longs("joined", 0, 0, D);
            graph.number("root", (float) Math.sqrt((double) D / HEADS));
        }
        heads(prefix + "query", input, 0, 2, 1, 3);
        heads(prefix + "key", input, 0, 2, 3, 1);
        heads(prefix + "value", input, 0, 2, 1, 3);
        graph.node("MatMul", prefix + "scores", prefix + "query", prefix + "key");
        graph.node("Div", prefix + "scaled", prefix + "scores", "root");
        graph.node("Add", prefix + "masked", prefix + "scaled", "mask");
        graph.node("Softmax", prefix + "shares", List.of(prefix + "masked"), "axis", 3);
        graph.node("MatMul", prefix + "mixed", prefix + "shares", prefix + "value");
        graph.node("Transpose", prefix + "turned", List.of(prefix + "mixed"), "perm", 0, 2, 1, 3);
        graph.node("Reshape", prefix + "context", prefix + "turned", "joined");
        linear(prefix + "projected", prefix + "context", D, D);
        graph.node("Add", prefix + "attention_sum", prefix + "projected", input);
        normalise(prefix + "attended", prefix + "attention_sum");
    }

    private void heads(String name, String input, long... order) {
        linear(name + "_flat", input, D, D);
        graph.node("Reshape", name + "_heads", name + "_flat", "heads");
        graph.node("Transpose", name, List.of(name + "_heads"), "perm", order);
    }

    private void feedForward(String input, String output) {
        linear(prefix + "wide", input, D, INNER);
        if (prefix.isEmpty()) {
            graph.number("root2", (float) Math.sqrt(2));
        }
        graph.node("Div", prefix + "wide_scaled", prefix + "wide", "root2");
        graph.node("Erf", prefix + "wide_erf", prefix + "wide_scaled");
        graph.node("Add", prefix + "wide_rise", prefix + "wide_erf", "unit");
        graph.node("Mul", prefix + "wide_risen", prefix + "wide", prefix + "wide_rise");
        graph.node("Mul", prefix + "active", prefix + "wide_risen", "half");
        linear(prefix + "narrow", prefix + "active", INNER, D);
        graph.node("Add", prefix + "forward_sum", prefix + "narrow", input);
        normalise(output, prefix + "forward_sum");
    }

    private void linear(String name, String input, int from, int to) {
        graph.floats(name + "_bias", random(0, 1, to), to);
        String product = name + "_product";
        float[] weights = random(0, from, to);
        switch (products) {
            case PLAIN -> {
                graph.floats(name + "_weight", weights, from, to);
                graph.node("MatMul", product, input, name + "_weight");
            }
            case QUANTISED -> quantised(name, input, weights, from, to);
        }
        graph.node("Add", name, name + "_bias", product);
    }

    private void quantised(String name, String input, float[] weights, int from, int to) {
        graph.bytes(name + "_weight", weights, from, to);
        graph.number(name + "_weight_scale", 1f / Byte.MAX_VALUE);
        graph.bytes(name + "_weight_zero", new float[1]);
        String x = name + "_x";
        graph.node(
                "DynamicQuantizeLinear",
                List.of(x, name + "_x_scale", name + "_x_zero"),
                List.of(input));
        graph.node(
                "MatMulInteger",
                name + "_integers",
                x,
                name + "_weight",
                name + "_x_zero",
                name + "_weight_zero");
        graph.node("Cast", name + "_cast", List.of(name + "_integers"), "to", DataType.FLOAT_VALUE);
        graph.node("Mul", name + "_scale", name + "_x_scale", name + "_weight_scale");
        graph.node("Mul", name + "_product", name + "_cast", name + "_scale");
    }

    private void normalise(String name, String input) {
        graph.floats(name + "_gamma", random(1, 1, D), D);
        graph.floats(name + "_beta", random(0, 1, D), D);
        graph.node("ReduceMean", name + "_mean", List.of(input), "axes", new long[] {-1});
        graph.node("Sub", name + "_centred", input, name + "_mean");
        graph.node("Pow", name + "_squares", name + "_centred", "square");
        graph.node(
                "ReduceMean",
                name + "_variance",
                List.of(name + "_squares"),
                "axes",
                new long[] {-1});
        graph.node("Add", name + "_raised", name + "_variance", "tiny");
        graph.node("Sqrt", name + "_deviation", name + "_raised");
        graph.node("Div", name + "_plain", name + "_centred", name + "_deviation");
        graph.node("Mul", name + "_stretched", name + "_plain", name + "_gamma");
        graph.node("Add", name, name + "_stretched", name + "_beta");
    }

    /**
     * Weights. Those behind the first layer are near to {@code mean}: if all were as they are
     * there, every text would have one vector in the end.
     */
    private float[] random(float mean, int rows, int columns) {
        float[] weights = Weights.random(seed++, rows, columns);
        if (!prefix.isEmpty()) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = mean + LATER * weights[i];
            }
        }
        return weights;
    }

    private static long[] places() {
        long[] places = new long[POSITIONS];
        for (int i = 0; i < POSITIONS; i++) {
            places[i] = i;
        }
        return places;
    }
}

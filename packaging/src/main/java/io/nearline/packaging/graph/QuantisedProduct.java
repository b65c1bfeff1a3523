package io.nearline.packaging.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Both sides of a product in 8 bits, with scales that no run changes. Sums of integers are exact,
 * so a row's result does not depend on which rows come with it.
 */
final class QuantisedProduct {
    private static final String NORMALISATION = "LayerNormalization";

    private final Graph graph;
    private final String result;
    private final List<Node> nodes = new ArrayList<>();

    private QuantisedProduct(Graph graph, String result) {
        this.graph = graph;
        this.result = result + "_static";
    }

    /**
     * Adds the constants of a product to the graph.
     *
     * @param result prefix of the new values' names
     * @param match has bound {@code x} and {@code weight}
     * @param seen what the products were seen to read, by the value's name
     * @return empty, and the graph as it was, for a product that was not watched
     */
    static Optional<QuantisedProduct> of(
            Graph graph, String result, Match match, Map<String, InputSample> seen) {
        String x = match.value("x");
        if (!seen.containsKey(x)) {
            return Optional.empty();
        }
        QuantisedProduct product = new QuantisedProduct(graph, result);
        product.quantise(x, graph.weight(match.value("weight")).numbers(), seen.get(x));
        return Optional.of(product);
    }

    private void quantise(String x, double[] weights, InputSample sample) {
        String input = x;
        InputScale scale;
        if (graph.producer(x).filter(node -> node.operator().equals(NORMALISATION)).isPresent()) {
            float[] divisors = ChannelDivisors.between(sample, weights);
            input = divided(x, divisors);
            // What sticks out of a normalised layer steers the attention: nothing is cut off.
            scale = InputScale.ofExtremes(sample, divisors);
            int results = weights.length / divisors.length;
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= divisors[i / results];
            }
        } else {
            scale = InputScale.ofLeastError(sample);
        }
        graph.add(Tensor.number(scale(), scale.scale()));
        graph.add(Tensor.unsignedByte(zero(), scale.zero()));
        nodes.add(Node.standard("QuantizeLinear", input(), input, scale(), zero()));
        QuantisedWeights quantised = QuantisedWeights.of(result, weights, sample.channels());
        graph.add(quantised.integers());
        graph.add(quantised.scales());
    }

    private String divided(String x, float[] divisors) {
        float[] factors = new float[divisors.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1 / divisors[i];
        }
        String name = result + "_factors";
        graph.add(Tensor.floats(name, factors, factors.length));
        nodes.add(Node.standard("Mul", result + "_even", x, name));
        return result + "_even";
    }

    String input() {
        return result + "_input";
    }

    String scale() {
        return result + "_scale";
    }

    String zero() {
        return result + "_zero";
    }

    String weight() {
        return result + "_weight";
    }

    String weightScale() {
        return result + "_weight_scale";
    }

    /** What computes {@link #input()}, and {@code last}. */
    List<Node> nodesBefore(Node last) {
        List<Node> all = new ArrayList<>(nodes);
        all.add(last);
        return all;
    }
}

package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.SmallGraph.operators;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Products in 8-bit integers with fixed scales, each on the nodes that it looks for. */
class StaticQuantisationRewritesTest {

    @Test
    void quantisesAProductWithItsBias() {
        Graph graph = product("Relu").after(new QuantiseMatMul(Map.of("x", seen())), "result");

        assertThat(operators(graph))
                .isEqualTo(Map.of("Relu", 1, "QuantizeLinear", 1, "MatMulIntegerToFloat", 1));
        assertThat(graph.producer("result").orElseThrow().inputs()).endsWith("", "bias");
    }

    @Test
    void leavesAProductAloneThatWasNotWatched() {
        Graph graph = product("Relu").after(new QuantiseMatMul(Map.of()), "result");

        assertThat(operators(graph)).containsKey("MatMul");
    }

    @Test
    void evensOutTheChannelsOfANormalisedLayerOnly() {
        Graph graph =
                SmallGraph.withInputs("input")
                        .vector("scale", 1, 1)
                        .vector("shift", 0, 0)
                        .matrix("weight", 2, 1, 2, 3, 4)
                        .node("LayerNormalization", "x", "input", "scale", "shift")
                        .node("MatMul", "result", "x", "weight")
                        .after(new QuantiseMatMul(Map.of("x", seen())), "result");

        double[] factors = graph.weight("result_static_factors").numbers();
        assertThat(factors[1]).isLessThan(factors[0]);
        assertThat(operators(product("Relu").after(quantise(), "result"))).doesNotContainKey("Mul");
    }

    @Test
    void weightsTakeWhatTheirChannelsGive() {
        InputSample input = new InputSample(2);
        input.add(new float[] {1, 100, -1, 50});
        float[] divisors = ChannelDivisors.between(input, new double[] {1, 1, 1, 1});

        // Divided by their divisors, the channels are 100 to the power of 0.3 apart.
        assertThat(100 / divisors[1] * divisors[0])
                .isCloseTo((float) Math.pow(100, 0.3), Offset.offset(0.01f));
    }

    @Test
    void everyResultHasAWeightScaleOfItsOwn() {
        QuantisedWeights quantised = QuantisedWeights.of("w", new double[] {0.64, 0, -0.32, 64}, 2);

        assertThat(quantised.scales().numbers()[0]).isCloseTo(0.01, Offset.offset(1e-6));
        assertThat(quantised.scales().numbers()[1]).isCloseTo(1, Offset.offset(1e-6));
        assertThat(quantised.integers().numbers()).containsExactly(64, 0, -32, 64);
    }

    @Test
    void twoProductsWithTheLargestInputFitSixteenBits() {
        double[] random = new Random(7).doubles(512, -3, 3).toArray();

        for (double weight : QuantisedWeights.of("w", random, 16).integers().numbers()) {
            assertThat(2 * 255 * weight)
                    .isBetween((double) Short.MIN_VALUE, (double) Short.MAX_VALUE);
        }
    }

    @Test
    void zeroStaysZero() {
        for (InputScale scale :
                new InputScale[] {InputScale.between(-0.17, 5.1), InputScale.between(0, 0)}) {
            assertThat(scale.quantised(0)).isEqualTo(scale.zero());
        }
    }

    @Test
    void cutsOffWhatIsRareAndKeepsWhatIsNot() {
        InputSample rare = new InputSample(1);
        InputSample even = new InputSample(1);
        for (int i = 0; i < 1000; i++) {
            rare.add(new float[] {(float) Math.sin(i)});
            even.add(new float[] {(float) Math.sin(i) * 40});
        }
        rare.add(new float[] {40});

        assertThat(InputScale.ofLeastError(rare).scale()).isLessThan(41f / 255);
        assertThat(InputScale.ofExtremes(rare, new float[] {1}).scale())
                .isCloseTo(41f / 255, Offset.offset(1e-3f));
        assertThat(InputScale.ofLeastError(even).scale())
                .isCloseTo(80f / 255, Offset.offset(0.04f));
    }

    private static QuantiseMatMul quantise() {
        return new QuantiseMatMul(Map.of("x", seen()));
    }

    private static InputSample seen() {
        InputSample sample = new InputSample(2);
        sample.add(new float[] {1, 20, -1, 10});
        return sample;
    }

    private static SmallGraph product(String before) {
        return SmallGraph.withInputs("input")
                .matrix("weight", 2, 1, 2, 3, 4)
                .vector("bias", 5, 6)
                .node(before, "x", "input")
                .node("MatMul", "product", "x", "weight")
                .node("Add", "result", "product", "bias");
    }
}

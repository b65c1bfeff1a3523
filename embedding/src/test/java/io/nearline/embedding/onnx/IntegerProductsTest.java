package io.nearline.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nearline.embedding.Processor;
import io.nearline.testmodels.ByteProduct;
import org.junit.jupiter.api.Test;

/** What the processor at hand makes of products of bytes. */
class IntegerProductsTest {
    private static final int EIGHT_BITS = 127;

    @Test
    void sumsOfWeightsOfSevenBitsAreRightOnEveryProcessor() {
        assertThat(IntegerProducts.here()).isNotEqualTo(IntegerProducts.WRONG);
    }

    @Test
    void processorWithoutVnniSaturatesWeightsOfEightBits() {
        Boolean vnni = Processor.here().units().get("VNNI");
        assumeThat(vnni)
                .as("needs an x86 processor without VNNI; here is " + Processor.here().summary())
                .isEqualTo(false);

        assertThat(IntegerProducts.here()).isEqualTo(IntegerProducts.SATURATING);
    }

    @Test
    void wrongSumsOfTheDynamicKernelAreSeenWithoutVnni() {
        Boolean vnni = Processor.here().units().get("VNNI");
        assumeThat(vnni)
                .as("needs an x86 processor without VNNI; here is " + Processor.here().summary())
                .isEqualTo(false);

        assertThat(IntegerProducts.isNearlyExact(EIGHT_BITS)).isFalse();
    }

    @Test
    void processorWithVnniIsExactForWeightsOfEightBits() {
        Boolean vnni = Processor.here().units().get("VNNI");
        assumeThat(vnni)
                .as("needs an x86 processor with VNNI; here is " + Processor.here().summary())
                .isEqualTo(true);

        assertThat(IntegerProducts.here()).isEqualTo(IntegerProducts.EXACT);
    }

    @Test
    void theModelsAreThoseThatTheTestModelsWrite() {
        assertThat(IntegerProducts.resource(IntegerProducts.PLAIN_GRAPH))
                .isEqualTo(ByteProduct.PLAIN.fileWithoutWeights());
        assertThat(IntegerProducts.resource(IntegerProducts.DYNAMIC_GRAPH))
                .isEqualTo(ByteProduct.DYNAMIC.fileWithoutWeights());
    }
}

package io.nearline.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nearline.embedding.Processor;
import io.nearline.embedding.graph.PortableWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the processor at hand makes of products of bytes. */
class IntegerProductsTest {
    private static final int EIGHT_BITS = 127;

    @TempDir private Path directory;

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
    void weightsOfEightBitsAreExactOnEveryProcessorOnceTheyArePortable() throws IOException {
        byte[] weights = IntegerProducts.weights(EIGHT_BITS);
        Path signed = Files.write(directory.resolve("signed"), IntegerProducts.graph(weights));
        Path unsigned = directory.resolve("unsigned");
        PortableWeights found = PortableWeights.of(signed);
        assertThat(found.saturating()).isEqualTo(1);
        assertThat(found.largest()).isEqualTo(EIGHT_BITS);

        found.write(unsigned);

        byte[] inputs = IntegerProducts.inputs();
        assertThat(PortableWeights.of(unsigned).saturating()).isZero();
        assertThat(IntegerProducts.computed(inputs, Files.readAllBytes(unsigned)))
                .isEqualTo(IntegerProducts.sums(inputs, weights));
    }
}

package io.nearline.packaging.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.nearline.embedding.onnx.SignedWeights;
import io.nearline.testmodels.ByteProduct;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products whose weights were made unsigned, computed by the runtime. */
class PortableProductsTest {
    private static final int ROWS = 37;
    private static final int LARGEST_INPUT = 255;

    @TempDir private Path directory;

    @Test
    void weightsOfEightBitsAreExactOnEveryProcessor() throws IOException, OrtException {
        byte[] weights = new byte[ByteProduct.CHANNELS * ByteProduct.RESULTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (byte) ((i % 3 == 0 ? -1 : 1) * (Byte.MAX_VALUE - i % 11));
        }
        Path signed = Files.write(directory.resolve("signed"), ByteProduct.PLAIN.file(weights));
        Path unsigned = directory.resolve("unsigned");

        PortableWeights.write(signed, unsigned);

        assertThat(SignedWeights.of(unsigned).products()).isEmpty();
        assertThat(computed(unsigned)).isEqualTo(sums(weights));
    }

    /** The right sums of inputs that are all as large as can be. */
    private static int[] sums(byte[] weights) {
        int[] sums = new int[ROWS * ByteProduct.RESULTS];
        for (int i = 0; i < sums.length; i++) {
            for (int channel = 0; channel < ByteProduct.CHANNELS; channel++) {
                int result = i % ByteProduct.RESULTS;
                sums[i] += LARGEST_INPUT * weights[channel * ByteProduct.RESULTS + result];
            }
        }
        return sums;
    }

    /** The runtime's. */
    private static int[] computed(Path graph) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        byte[] inputs = new byte[ROWS * ByteProduct.CHANNELS];
        Arrays.fill(inputs, (byte) LARGEST_INPUT);
        try (OrtSession session = environment.createSession(graph.toString());
                OnnxTensor input =
                        OnnxTensor.createTensor(
                                environment,
                                ByteBuffer.allocateDirect(inputs.length).put(inputs).rewind(),
                                new long[] {ROWS, ByteProduct.CHANNELS},
                                OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of("x", input))) {
            int[] sums = new int[ROWS * ByteProduct.RESULTS];
            ((OnnxTensor) result.get(0)).getIntBuffer().get(sums);
            return sums;
        }
    }
}

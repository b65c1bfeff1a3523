package io.nearline.embedding.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.nearline.embedding.ModelRejectedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How the runtime multiplies unsigned with signed bytes on this machine, seen by doing it: in its
 * kernel for bytes, and in the one for inputs that are quantised while the model runs.
 */
public enum IntegerProducts {
    /** The sums are right for all weights. */
    EXACT,
    /** The sums are right for weights of 7 bits; those of 8 bits saturate. */
    SATURATING,
    /** The sums of a kernel are wrong for weights of 7 bits too. */
    WRONG;

    /** Models of one product each; {@code weights} is a constant that is given at loading. */
    static final String PLAIN_GRAPH = "byte-product.onnx";

    static final String DYNAMIC_GRAPH = "dynamic-byte-product.onnx";

    /** Enough rows, channels and results for the kernels that encoders run on. */
    private static final int ROWS = 37;

    private static final int CHANNELS = 384;
    private static final int RESULTS = 96;

    /** Of the largest sum. */
    private static final double TOLERANCE = 0.01;

    private static final int EIGHT_BITS = 127;

    /** Multiplies once with each kind of weights. */
    public static IntegerProducts here() {
        if (!isExact(SignedWeights.LARGEST_SAFE) || !isNearlyExact(SignedWeights.LARGEST_SAFE)) {
            return WRONG;
        }
        return isExact(EIGHT_BITS) ? EXACT : SATURATING;
    }

    /** In one line. */
    public String summary() {
        return switch (this) {
            case EXACT -> "exact for weights of 8 bits";
            case SATURATING ->
                    "exact for weights of 7 bits; 8 bits would saturate (no VNNI), so bundles avoid"
                            + " them";
            case WRONG ->
                    "wrong in a kernel: int8 models may give other vectors here, and their golden"
                            + " vectors refuse those";
        };
    }

    private static boolean isExact(int largest) {
        byte[] inputs = inputs();
        byte[] weights = weights(largest);
        return Arrays.equals(computed(PLAIN_GRAPH, inputs, weights), sums(inputs, weights));
    }

    /** By the kernel for dynamic quantisation; one that quantises each row for itself may round. */
    static boolean isNearlyExact(int largest) {
        byte[] inputs = inputs();
        byte[] weights = weights(largest);
        int[] right = sums(inputs, weights);
        int[] found = computed(DYNAMIC_GRAPH, inputs, weights);
        double bound = TOLERANCE * Arrays.stream(right).map(Math::abs).max().orElseThrow();
        return IntStream.range(0, right.length)
                .allMatch(i -> Math.abs(right[i] - found[i]) <= bound);
    }

    /**
     * Mostly large numbers, and what makes their scale 1 where it is taken of them: sums of small
     * ones would not saturate.
     */
    static byte[] inputs() {
        byte[] inputs = new byte[ROWS * CHANNELS];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (byte) (i % CHANNELS == 0 ? 0 : 255 - i % 7 * 5);
        }
        return inputs;
    }

    /** Results whose weights are all of one sign, and others whose signs alternate. */
    static byte[] weights(int largest) {
        byte[] weights = new byte[CHANNELS * RESULTS];
        for (int i = 0; i < weights.length; i++) {
            int channel = i / RESULTS;
            int sign = i % RESULTS % 3 == 0 || channel % 2 == 0 ? 1 : -1;
            weights[i] = (byte) (sign * (largest - i % 11));
        }
        return weights;
    }

    /** The right sums. */
    static int[] sums(byte[] inputs, byte[] weights) {
        int[] sums = new int[ROWS * RESULTS];
        for (int i = 0; i < sums.length; i++) {
            int row = i / RESULTS;
            for (int channel = 0; channel < CHANNELS; channel++) {
                sums[i] +=
                        Byte.toUnsignedInt(inputs[row * CHANNELS + channel])
                                * weights[channel * RESULTS + i % RESULTS];
            }
        }
        return sums;
    }

    /** The runtime's sums. */
    private static int[] computed(String graph, byte[] inputs, byte[] weights) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor constant =
                        OnnxTensor.createTensor(
                                environment,
                                buffer(weights),
                                new long[] {CHANNELS, RESULTS},
                                OnnxJavaType.INT8);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.addExternalInitializers(Map.of("weights", constant));
            try (OrtSession session = environment.createSession(resource(graph), options);
                    OnnxTensor input =
                            OnnxTensor.createTensor(
                                    environment,
                                    buffer(inputs),
                                    new long[] {ROWS, CHANNELS},
                                    OnnxJavaType.UINT8);
                    OrtSession.Result result = session.run(Map.of("x", input))) {
                int[] sums = new int[ROWS * RESULTS];
                ((OnnxTensor) result.get(0)).getIntBuffer().get(sums);
                return sums;
            }
        } catch (OrtException e) {
            throw new ModelRejectedException(
                    "ONNX Runtime cannot multiply integers here: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).rewind();
    }

    static byte[] resource(String name) {
        try (InputStream file = IntegerProducts.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException(name + " is not on the class path");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

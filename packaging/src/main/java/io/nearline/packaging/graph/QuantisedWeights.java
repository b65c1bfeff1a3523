package io.nearline.packaging.graph;

import io.nearline.embedding.onnx.SignedWeights;
import java.util.Arrays;

/**
 * Weights of a product as 7-bit integers around 0, with a scale for each of its results: sums that
 * are the same integers on every processor, see {@link SignedWeights}.
 *
 * @param integers {@code [channel, result]}
 * @param scales one a result
 */
record QuantisedWeights(Tensor integers, Tensor scales) {
    private static final int STEPS = SignedWeights.LARGEST_SAFE;

    /**
     * Quantises.
     *
     * @param name prefix of the constants' names
     * @param weights row by row, one row a channel
     */
    static QuantisedWeights of(String name, double[] weights, int channels) {
        int results = weights.length / channels;
        float[] scales = new float[results];
        Arrays.fill(scales, Float.MIN_NORMAL);
        for (int i = 0; i < weights.length; i++) {
            float needed = (float) (Math.abs(weights[i]) / STEPS);
            scales[i % results] = Math.max(scales[i % results], needed);
        }
        byte[] integers = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double step = Math.rint(weights[i] / scales[i % results]);
            integers[i] = (byte) Math.max(-STEPS, Math.min(STEPS, step));
        }
        return new QuantisedWeights(
                Tensor.bytes(name + "_weight", integers, channels, results),
                Tensor.floats(name + "_weight_scale", scales, results));
    }
}

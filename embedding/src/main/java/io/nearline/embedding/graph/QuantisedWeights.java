package io.nearline.embedding.graph;

import java.util.Arrays;

/**
 * Weights of a product as 7-bit integers around 0, with a scale for each of its results.
 *
 * <p>Processors of the x86 family without VNNI multiply unsigned bytes with signed ones by {@code
 * VPMADDUBSW}, which adds two products in 16 bits and saturates. Two products of 255 and {@link
 * #STEPS} still fit, so the sums are the same integers on every processor.
 *
 * @param integers {@code [channel, result]}
 * @param scales one a result
 */
record QuantisedWeights(Tensor integers, Tensor scales) {
    /** {@code 2 * 255 * 64} is 32,640; 16 bits hold 32,767. */
    static final int STEPS = 64;

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

package io.nearline.packaging.graph;

/**
 * Numbers to divide the channels of a product's input by, and to multiply the rows of its weights
 * with, which leaves the product as it is. They even out the channels: a normalised layer has a few
 * that are 30 times as large as the rest, and with one scale for all nothing is left of the rest.
 */
final class ChannelDivisors {
    /** How much of the difference goes from the input to the weights, which have finer scales. */
    private static final double SHARE = 0.7;

    private static final double LEAST = 1e-5;

    private ChannelDivisors() {}

    /**
     * One divisor a channel.
     *
     * @param weights row by row, one row a channel
     */
    static float[] between(InputSample input, double[] weights) {
        float[] divisors = new float[input.channels()];
        int results = weights.length / divisors.length;
        for (int channel = 0; channel < divisors.length; channel++) {
            double most = Math.max(-input.lowest(channel), input.highest(channel));
            double weight = LEAST;
            for (int result = 0; result < results; result++) {
                weight = Math.max(weight, Math.abs(weights[channel * results + result]));
            }
            divisors[channel] =
                    (float) (Math.pow(Math.max(most, LEAST), SHARE) / Math.pow(weight, 1 - SHARE));
        }
        return divisors;
    }
}

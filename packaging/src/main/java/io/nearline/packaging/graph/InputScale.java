package io.nearline.packaging.graph;

/**
 * How a product's input becomes 8-bit integers: {@code round(x / scale) + zero}, cut to 0 to 255.
 *
 * @param scale one step
 * @param zero the integer that stands for 0
 */
record InputScale(float scale, int zero) {
    private static final int STEPS = 255;

    /** Candidates for either end of the range: the extreme, and each so much closer to 0. */
    private static final double SHRINK = 0.93;

    private static final double LEAST_SHARE = 0.1;

    /** Each end is chosen given the other, so often. */
    private static final int PASSES = 2;

    /**
     * The scale that cuts nothing off.
     *
     * @param divisors what every channel is divided by before
     */
    static InputScale ofExtremes(InputSample sample, float[] divisors) {
        double low = 0;
        double high = 0;
        for (int channel = 0; channel < divisors.length; channel++) {
            low = Math.min(low, sample.lowest(channel) / divisors[channel]);
            high = Math.max(high, sample.highest(channel) / divisors[channel]);
        }
        return between(low, high);
    }

    /**
     * The scale with the least squared error over a sample. Cutting off rare extremes makes all
     * other steps finer.
     */
    static InputScale ofLeastError(InputSample sample) {
        float[] numbers = sample.numbers();
        double low = 0;
        double high = 0;
        for (int channel = 0; channel < sample.channels(); channel++) {
            low = Math.min(low, sample.lowest(channel));
            high = Math.max(high, sample.highest(channel));
        }
        for (int pass = 0; pass < PASSES; pass++) {
            double lowest = low;
            double highest = high;
            high = highest * bestShare(numbers, lowest, highest, false);
            low = lowest * bestShare(numbers, lowest, high, true);
        }
        return between(low, high);
    }

    private static double bestShare(float[] numbers, double low, double high, boolean ofLow) {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (double share = 1; share > LEAST_SHARE; share *= SHRINK) {
            InputScale candidate = ofLow ? between(low * share, high) : between(low, high * share);
            double error = candidate.squaredError(numbers);
            if (error < least) {
                least = error;
                best = share;
            }
        }
        return best;
    }

    /** The scale whose integers span this range, which holds 0. */
    static InputScale between(double low, double high) {
        // An input that is always 0 needs a step too.
        float scale = high > low ? (float) ((high - low) / STEPS) : 1;
        return new InputScale(scale, cut((float) Math.rint(-low / scale)));
    }

    private double squaredError(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            double error = (quantised(number) - zero) * scale - number;
            sum += error * error;
        }
        return sum;
    }

    int quantised(float number) {
        return cut((float) Math.rint(number / scale) + zero);
    }

    private static int cut(float step) {
        return (int) Math.max(0, Math.min(STEPS, step));
    }
}

package io.nearline.testmodels;

import java.util.Random;

/** Numbers between -1 and 1 that depend on the seed alone. */
final class Weights {
    private Weights() {}

    static float[] random(long seed, int rows, int columns) {
        Random random = new Random(seed);
        float[] weights = new float[rows * columns];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 2 * random.nextFloat() - 1;
        }
        return weights;
    }
}

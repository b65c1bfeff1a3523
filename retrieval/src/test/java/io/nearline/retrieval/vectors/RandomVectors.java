package io.nearline.retrieval.vectors;

import java.util.Arrays;
import java.util.Random;

/**
 * Vectors of few degrees of freedom with some noise, away from the origin: that is how vectors of
 * texts lie. Neighbours exist, at all distances, and the mean is not zero.
 */
public final class RandomVectors {

    private static final float OFFSET = 0.7f;

    private final Random random;
    private final float[][] axes;
    private final float noise;

    public RandomVectors(long seed, int dimensions, int freedom, float noise) {
        this.random = new Random(seed);
        this.noise = noise;
        this.axes = new float[freedom][dimensions];
        for (float[] axis : axes) {
            for (int i = 0; i < dimensions; i++) {
                axis[i] = gaussian();
            }
        }
    }

    public float[] next() {
        float[] vector = new float[axes[0].length];
        Arrays.fill(vector, OFFSET);
        for (float[] axis : axes) {
            float along = gaussian();
            for (int i = 0; i < vector.length; i++) {
                vector[i] += along * axis[i];
            }
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] += noise * gaussian();
        }
        return vector;
    }

    /** Of length 1. */
    public float[] nextUnit() {
        float[] vector = next();
        float factor = VectorSet.factor(vector);
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
        return vector;
    }

    private float gaussian() {
        return (float) random.nextGaussian();
    }
}

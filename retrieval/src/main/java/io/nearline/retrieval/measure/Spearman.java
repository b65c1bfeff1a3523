package io.nearline.retrieval.measure;

import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How far two series agree on the order (C. Spearman, "The proof and measurement of association
 * between two things", 1904).
 */
public final class Spearman {

    private Spearman() {}

    /**
     * Pearson's correlation of the ranks, -1 to 1; equal values share the mean of their ranks. NaN
     * if all values of a series are equal.
     *
     * @throws IllegalArgumentException if the series differ in length or have fewer than two values
     */
    public static double rho(double[] first, double[] second) {
        return new SpearmansCorrelation().correlation(first, second);
    }
}

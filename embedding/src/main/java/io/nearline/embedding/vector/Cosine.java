package io.nearline.embedding.vector;

/** Likeness of two vectors. */
public final class Cosine {

    private Cosine() {}

    /** The cosine of the angle between two vectors of one size; NaN if either has length 0. */
    public static double between(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "vectors of " + a.length + " and " + b.length + " dimensions");
        }
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot / (UnitLength.lengthOf(a) * UnitLength.lengthOf(b));
    }
}

package io.nearline.embedding.vector;

/** Euclidean (L2) length. */
public final class UnitLength {

    private UnitLength() {}

    /** The length of {@code vector}; not finite if any of its numbers is not. */
    public static double lengthOf(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        return Math.sqrt(squares);
    }

    /** Scales {@code vector} in place to length 1, given its present {@code length} above 0. */
    public static void scale(float[] vector, double length) {
        double factor = 1 / length;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] * factor);
        }
    }
}

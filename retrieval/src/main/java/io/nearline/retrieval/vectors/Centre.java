package io.nearline.retrieval.vectors;

/**
 * The point around which components become bits: 1 above it, 0 otherwise. The nearer it is to the
 * mean, the more evenly bits are spread and the more the number of different bits says about the
 * angle. (Sign bits of centred vectors: M. Charikar, "Similarity estimation techniques from
 * rounding algorithms", 2002, without the random rotation.)
 */
final class Centre {

    private final float[] point;

    Centre(float[] point) {
        this.point = point;
    }

    /** Longs that a code takes. */
    static int words(int dimensions) {
        return (dimensions + Long.SIZE - 1) / Long.SIZE;
    }

    /**
     * Writes the code of a vector.
     *
     * @param factor what makes the vector one of length 1
     */
    void encode(float[] vector, float factor, long[] codes, int offset) {
        int word = 0;
        while (word * Long.SIZE < vector.length) {
            int from = word * Long.SIZE;
            int end = Math.min(vector.length, from + Long.SIZE);
            long bits = 0;
            for (int i = from; i < end; i++) {
                bits |= (vector[i] * factor > point[i] ? 1L : 0L) << (i - from);
            }
            codes[offset + word++] = bits;
        }
    }

    /** Square of the distance to another point. */
    double squareTo(float[] other) {
        double sum = 0;
        for (int i = 0; i < point.length; i++) {
            double difference = (double) point[i] - other[i];
            sum += difference * difference;
        }
        return sum;
    }
}

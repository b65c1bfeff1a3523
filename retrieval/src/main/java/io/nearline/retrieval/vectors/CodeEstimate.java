package io.nearline.retrieval.vectors;

import java.util.Arrays;

/**
 * Says better than the number of different bits how near a post is, from the same code: the sum of
 * the direction's components, each with the sign that its bit stands for. It estimates the product
 * of the direction with what the vector has beyond the centre. Only the vector is reduced to signs,
 * the direction is not. (W. Dong, M. Charikar, K. Li, "Asymmetric distance estimation with sketches
 * for similarity search in high-dimensional spaces", 2008.)
 *
 * <p>The sums of all 256 values of a byte are made once for each of the code's bytes, so an
 * estimate is one addition a byte.
 */
final class CodeEstimate {

    private static final int VALUES = 256;

    private final int words;
    private final float[] sums;

    CodeEstimate(float[] direction) {
        this.words = Centre.words(direction.length);
        this.sums = new float[words * Long.BYTES * VALUES];
        for (int place = 0; place < words * Long.BYTES; place++) {
            fill(direction, place);
        }
    }

    /** The estimate for a code, higher is nearer; to be compared within one direction only. */
    float of(long[] codes, int from) {
        float sum = 0;
        int row = 0;
        for (int i = 0; i < words; i++) {
            long word = codes[from + i];
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                sum += sums[row + (int) (word >>> shift & 0xFF)];
                row += VALUES;
            }
        }
        return sum;
    }

    /** Those of the places with the highest estimates, in their order. */
    static int[] best(int[] places, float[] estimates, int most) {
        if (places.length <= most) {
            return places;
        }
        float[] sorted = estimates.clone();
        Arrays.sort(sorted);
        float limit = sorted[sorted.length - most];
        int above = 0;
        for (float estimate : estimates) {
            above += estimate > limit ? 1 : 0;
        }
        int atLimit = most - above;
        int[] best = new int[most];
        int kept = 0;
        for (int i = 0; i < places.length; i++) {
            if (estimates[i] > limit || (estimates[i] == limit && atLimit-- > 0)) {
                best[kept++] = places[i];
            }
        }
        return best;
    }

    private void fill(float[] direction, int place) {
        int row = place * VALUES;
        int first = place * Byte.SIZE;
        int bits = Math.max(0, Math.min(Byte.SIZE, direction.length - first));
        for (int bit = 0; bit < bits; bit++) {
            sums[row] -= direction[first + bit];
        }
        for (int value = 1; value < VALUES; value++) {
            int bit = Integer.numberOfTrailingZeros(value);
            float component = bit < bits ? direction[first + bit] : 0;
            sums[row + value] = sums[row + (value & value - 1)] + 2 * component;
        }
    }
}

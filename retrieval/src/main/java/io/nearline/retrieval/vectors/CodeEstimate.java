package io.nearline.retrieval.vectors;

/**
 * Says better than the number of different bits how near a post is, from the same code: the sum of
 * the direction's components, each with the sign that its bit stands for. It estimates the product
 * of the direction with what the vector has beyond the centre. Only the vector is reduced to signs,
 * the direction is not. (W. Dong, M. Charikar, K. Li, "Asymmetric distance estimation with sketches
 * for similarity search in high-dimensional spaces", 2008.)
 *
 * <p>The direction's components are rounded to whole numbers of five bits, and those of one weight
 * form a word with each other, so that 64 components take five counts of bits. (J. Gao, C. Long,
 * "RaBitQ: quantizing high-dimensional vectors with a theoretical error bound", 2024.)
 */
final class CodeEstimate {

    /** Weights 1, 2, 4, 8, -16. */
    private static final int PLANES = 5;

    private static final int LARGEST = (1 << (PLANES - 1)) - 1;

    private final int words;
    private final float unit;
    private final int total;

    /** The words of one place of the code, by weight, then those of the next. */
    private final long[] planes;

    CodeEstimate(float[] direction) {
        this.words = Centre.words(direction.length);
        this.planes = new long[words * PLANES];
        float largest = Float.MIN_NORMAL;
        for (float component : direction) {
            largest = Math.max(largest, Math.abs(component));
        }
        this.unit = largest / LARGEST;
        int sum = 0;
        for (int i = 0; i < direction.length; i++) {
            int units = (int) Math.rint(direction[i] / unit);
            sum += units;
            for (int plane = 0; plane < PLANES; plane++) {
                planes[i / Long.SIZE * PLANES + plane] |= (units >>> plane & 1L) << i % Long.SIZE;
            }
        }
        this.total = sum;
    }

    /** Longs of a code. */
    int words() {
        return words;
    }

    /** What an estimate of 1 stands for. */
    float unit() {
        return unit;
    }

    /** The estimate for a code in units, higher is nearer. */
    int of(long[] codes, int from) {
        int ones = 0;
        int twos = 0;
        int fours = 0;
        int eights = 0;
        int signs = 0;
        for (int i = 0, plane = 0; i < words; i++, plane += PLANES) {
            long word = codes[from + i];
            ones += Long.bitCount(word & planes[plane]);
            twos += Long.bitCount(word & planes[plane + 1]);
            fours += Long.bitCount(word & planes[plane + 2]);
            eights += Long.bitCount(word & planes[plane + 3]);
            signs += Long.bitCount(word & planes[plane + 4]);
        }
        return 2 * (ones + 2 * twos + 4 * fours + 8 * eights - 16 * signs) - total;
    }

    /** Those of the places with the highest estimates, in their order. */
    static int[] best(int[] places, int[] estimates, int most) {
        if (places.length <= most) {
            return places;
        }
        int limit = highest(estimates.clone(), most);
        int above = 0;
        for (int estimate : estimates) {
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

    /** The lowest of so many highest values, which end up last. (C. Hoare, "Find", 1961.) */
    private static int highest(int[] values, int most) {
        int target = values.length - most;
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            int pivot = values[(low + high) >>> 1];
            int left = low;
            int right = high;
            while (left <= right) {
                while (values[left] < pivot) {
                    left++;
                }
                while (values[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    int value = values[left];
                    values[left++] = values[right];
                    values[right--] = value;
                }
            }
            if (target <= right) {
                high = right;
            } else if (target >= left) {
                low = left;
            } else {
                return values[target];
            }
        }
        return values[target];
    }
}

package io.nearline.training.learn;

import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;

/**
 * CoSENT (Su 2022): of two pairs of texts, that with the higher score should have the higher
 * cosine. The logarithm of one plus the sum of {@code exp((c_j - c_i) / temperature)} over all
 * pairs {@code i} that score higher than {@code j}.
 */
final class CoSent {
    /** Added to a difference that does not count, whose share then is 0. */
    private static final float NEVER = -1e4f;

    private CoSent() {}

    /**
     * Over the pairs of a batch.
     *
     * @param left vectors of length 1, in the batch's order
     * @param right the same, of their partners
     * @param scores of the pairs
     * @param temperature that differences are divided by
     */
    static Tensor loss(Scope step, Tensor left, Tensor right, double[] scores, double temperature) {
        int size = scores.length;
        float[] excluded = new float[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                excluded[i * size + j] = scores[i] > scores[j] ? 0 : NEVER;
            }
        }
        // The one: a difference of nothing to itself.
        excluded[0] = 0;
        float[] first = new float[size * size];
        first[0] = -1;
        Tensor cosines = left.times(right).sum(1);
        return cosines.transposed(1, 0)
                .minus(cosines)
                .times(step.number((float) (1 / temperature)))
                .plus(step.floats(excluded, size, size))
                .reshaped(1, (long) size * size)
                .logSoftmax(1)
                .times(step.floats(first, 1, first.length))
                .sum();
    }
}

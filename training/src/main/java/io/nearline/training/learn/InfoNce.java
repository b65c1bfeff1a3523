package io.nearline.training.learn;

import io.nearline.training.data.Batch;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;

/**
 * InfoNCE with in-batch negatives (van den Oord et al. 2018), in both directions: of all right
 * texts of a batch its partner should be nearest to a left one, and the other way round. What is
 * known to be a positive is no negative.
 */
final class InfoNce {
    /** Added to the score of what is no negative, whose share then is 0. */
    private static final float NEVER = -1e4f;

    private InfoNce() {}

    /**
     * The mean over all texts of the batch.
     *
     * @param left vectors of length 1, in the batch's order
     * @param right the same, of their partners
     * @param temperature that cosines are divided by
     */
    static Tensor loss(Scope step, Tensor left, Tensor right, Batch batch, double temperature) {
        int size = batch.size();
        float[] partners = new float[size * size];
        float[] excluded = new float[size * size];
        for (int i = 0; i < size; i++) {
            partners[i * size + i] = 1;
            for (int j = 0; j < size; j++) {
                excluded[i * size + j] = batch.isKnownPositive(i, j) ? NEVER : 0;
            }
        }
        Tensor scores =
                left.product(right.transposed(1, 0))
                        .times(step.number((float) (1 / temperature)))
                        .plus(step.floats(excluded, size, size));
        Tensor own = step.floats(partners, size, size);
        return scores.logSoftmax(1)
                .times(own)
                .sum()
                .plus(scores.logSoftmax(0).times(own).sum())
                .times(step.number(-0.5f / size));
    }
}

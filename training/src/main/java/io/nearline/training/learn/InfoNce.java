package io.nearline.training.learn;

import io.nearline.training.data.Batch;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;

/**
 * InfoNCE with in-batch negatives (van den Oord et al. 2018), in both directions: of all right
 * texts of a batch its partner should be nearest to a left one, and the other way round. Hard
 * negatives are candidates for left texts. What is known to be a positive is no negative.
 */
final class InfoNce {
    /** Added to the score of what is no negative, whose share then is 0. */
    private static final float NEVER = -1e4f;

    private InfoNce() {}

    /**
     * The mean over all texts of the batch.
     *
     * @param left vectors of length 1, in the batch's order
     * @param candidates the same, of their partners, and of the batch's negatives behind them
     * @param temperature that cosines are divided by
     */
    static Tensor loss(
            Scope step, Tensor left, Tensor candidates, Batch batch, double temperature) {
        int size = batch.size();
        int all = size + batch.negatives().size();
        float[] partners = new float[size * all];
        float[] excluded = new float[size * all];
        for (int i = 0; i < size; i++) {
            partners[i * all + i] = 1;
            for (int j = 0; j < all; j++) {
                excluded[i * all + j] = batch.isKnownPositive(i, j) ? NEVER : 0;
            }
        }
        Tensor scores =
                left.product(candidates.transposed(1, 0))
                        .times(step.number((float) (1 / temperature)))
                        .plus(step.floats(excluded, size, all));
        Tensor own = step.floats(partners, size, all);
        return scores.logSoftmax(1)
                .times(own)
                .sum()
                .plus(scores.logSoftmax(0).times(own).sum())
                .times(step.number(-0.5f / size));
    }
}

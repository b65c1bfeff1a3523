package io.nearline.training.learn;

import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;

/**
 * Binary cross-entropy on a cosine: the logistic function of cosine by temperature is taken for the
 * probability that a pair belongs together, and its score for the truth.
 */
final class CosineEntropy {

    private CosineEntropy() {}

    /**
     * The mean over the pairs of a batch.
     *
     * @param left vectors of length 1, in the batch's order
     * @param right the same, of their partners
     * @param scores of the pairs, from 0 to 1
     * @param temperature that cosines are divided by
     */
    static Tensor loss(Scope step, Tensor left, Tensor right, double[] scores, double temperature) {
        int size = scores.length;
        float[] truth = new float[2 * size];
        for (int i = 0; i < size; i++) {
            truth[2 * i] = (float) ((scores[i] - 1) / size);
            truth[2 * i + 1] = (float) (-scores[i] / size);
        }
        // The logarithms of both probabilities are those of a softmax over 0 and the logit.
        return left.times(right)
                .sum(1)
                .product(step.floats(new float[] {0, (float) (1 / temperature)}, 1, 2))
                .logSoftmax(1)
                .times(step.floats(truth, size, 2))
                .sum();
    }
}

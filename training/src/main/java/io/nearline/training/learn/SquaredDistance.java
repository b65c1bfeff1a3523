package io.nearline.training.learn;

import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;

/** How far vectors are from where they should be. */
final class SquaredDistance {

    private SquaredDistance() {}

    /** The mean over the rows of the squared distance between two. */
    static Tensor mean(Scope step, Tensor vectors, Tensor targets) {
        return vectors.minus(targets).square().sum().times(step.number(1f / vectors.shape()[0]));
    }
}

package io.nearline.training.learn;

import io.nearline.training.model.ProjectionHead;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.List;

/** Vectors of one size, made of whole ones, that a loss is computed on. */
interface View {

    /** Of this view's loss, against the other views. */
    double weight();

    /**
     * What this view sees of vectors.
     *
     * @param vectors of length 1, one a row
     * @return of length 1
     */
    Tensor of(Scope step, Tensor vectors);

    /** What it should see where the base's vectors are the target. */
    default Tensor target(Scope step, Tensor base) {
        return of(step, base);
    }

    /** The parameters that belong to it and learn. */
    default List<Parameter> learning() {
        return List.of();
    }

    /** The first numbers of a vector. */
    record Prefix(int size, double weight) implements View {

        @Override
        public Tensor of(Scope step, Tensor vectors) {
            int width = Math.toIntExact(vectors.shape()[1]);
            if (size == width) {
                return vectors;
            }
            // A product with ones: it lets the gradient through.
            float[] kept = new float[width * size];
            for (int i = 0; i < size; i++) {
                kept[i * size + i] = 1;
            }
            return vectors.product(step.floats(kept, width, size)).unit();
        }
    }

    /** What a head makes of a vector. */
    record Projected(ProjectionHead head, double weight) implements View {

        @Override
        public Tensor of(Scope step, Tensor vectors) {
            return head.of(vectors);
        }

        @Override
        public Tensor target(Scope step, Tensor base) {
            return head.atStart(step, base);
        }

        @Override
        public List<Parameter> learning() {
            return List.of(head.weights());
        }
    }
}

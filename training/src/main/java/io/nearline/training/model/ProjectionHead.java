package io.nearline.training.model;

import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.List;

/** A matrix behind the pooling that makes vectors shorter. It learns with the encoder. */
public final class ProjectionHead {
    private static final String NAME = "head.weight";

    private final Parameter weights;
    private final float[] start;

    private ProjectionHead(Parameter weights, float[] start) {
        this.weights = weights;
        this.start = start;
        weights.learn();
    }

    /**
     * Starts with the directions in which vectors differ most, so that it gives their dot products
     * as well as any matrix of its size.
     *
     * @param scope owns its memory
     * @param vectors of texts like those to come, of length 1; more than {@code size}
     * @param size of a shorter vector
     */
    public static ProjectionHead of(Scope scope, List<float[]> vectors, int size) {
        float[] start = PrincipalDirections.of(vectors, size);
        return new ProjectionHead(scope.parameter(NAME, start, vectors.get(0).length, size), start);
    }

    /** What learns: row by row, {@code [in, out]}. */
    public Parameter weights() {
        return weights;
    }

    public int size() {
        return Math.toIntExact(weights.shape()[1]);
    }

    /** Shorter vectors of length 1, one a row. */
    public Tensor of(Tensor vectors) {
        return vectors.product(weights).unit();
    }

    /** As {@link #of}, without learning. */
    public List<float[]> vectors(Scope scope, List<float[]> vectors) {
        return vectors.stream().map(vector -> vector(scope, vector)).toList();
    }

    private float[] vector(Scope scope, float[] vector) {
        try (Scope step = scope.child()) {
            return of(step.floats(vector, 1, vector.length)).toFloats();
        }
    }

    /** What the head made of them before it learned anything. */
    public Tensor atStart(Scope step, Tensor vectors) {
        return vectors.product(step.floats(start, weights.shape())).unit();
    }
}

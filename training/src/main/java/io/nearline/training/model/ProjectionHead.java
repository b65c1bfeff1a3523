package io.nearline.training.model;

import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** A matrix behind the pooling that makes vectors shorter. It learns with the encoder. */
public final class ProjectionHead {
    /** Names how a head starts: another way to start takes another name, so no run mixes two. */
    public static final String START = "softened directions";

    private static final String NAME = "head.weight";

    /**
     * Which root of a direction's mean square it is divided by. As they are, the loudest directions
     * decide most of a cosine; divided by the square root (whitening, Su et al. 2021) the last
     * ones, which tell little apart, would be as loud. This lies between.
     */
    private static final double ROOT = 0.25;

    /** Of the greatest mean square: the least that a direction is divided by a root of. */
    private static final double LEAST_SHARE = 1e-4;

    private final Parameter weights;
    private final float[] start;

    private ProjectionHead(Parameter weights, float[] start) {
        this.weights = weights;
        this.start = start;
        weights.learn();
    }

    /**
     * Starts with the directions that hold most of the squared length, the louder of them made
     * softer. Columns are orthogonal, and the mean square of their lengths is 1.
     *
     * @param scope owns its memory
     * @param vectors of texts like those to come, of length 1; more than {@code size}
     * @param size of a shorter vector
     */
    public static ProjectionHead of(Scope scope, List<float[]> vectors, int size) {
        float[] start = PrincipalDirections.of(vectors, size);
        soften(start, vectors, size);
        return new ProjectionHead(scope.parameter(NAME, start, vectors.get(0).length, size), start);
    }

    private static void soften(float[] columns, List<float[]> vectors, int size) {
        double[] squares = new double[size];
        for (float[] vector : vectors) {
            for (int column = 0; column < size; column++) {
                double along = 0;
                for (int row = 0; row < vector.length; row++) {
                    along += vector[row] * columns[row * size + column];
                }
                squares[column] += along * along / vectors.size();
            }
        }
        double least = LEAST_SHARE * Arrays.stream(squares).max().orElseThrow();
        double[] lengths =
                Arrays.stream(squares)
                        .map(square -> Math.pow(Math.max(square, least), -ROOT))
                        .toArray();
        double mean = Math.sqrt(Arrays.stream(lengths).map(x -> x * x).average().orElseThrow());
        for (int i = 0; i < columns.length; i++) {
            columns[i] *= (float) (lengths[i % size] / mean);
        }
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

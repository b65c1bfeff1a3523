package io.nearline.training.model;

import java.util.List;
import java.util.Random;

/**
 * The directions that hold most of the squared length of a set of vectors, by orthogonal iteration.
 * Vectors are not centred: what is to be kept are dot products.
 */
final class PrincipalDirections {
    private static final int ITERATIONS = 60;

    private PrincipalDirections() {}

    /**
     * Computes them; the same vectors give the same directions.
     *
     * @return a matrix of {@code [numbers of a vector, count]}, row by row, with orthogonal columns
     *     of length 1
     */
    static float[] of(List<float[]> vectors, int count) {
        double[][] products = products(vectors);
        int width = products.length;
        Random random = new Random(1);
        double[][] directions = new double[count][width];
        for (double[] direction : directions) {
            for (int i = 0; i < width; i++) {
                direction[i] = random.nextGaussian();
            }
        }
        orthogonalise(directions);
        for (int i = 0; i < ITERATIONS; i++) {
            for (int one = 0; one < count; one++) {
                directions[one] = product(products, directions[one]);
            }
            orthogonalise(directions);
        }
        float[] columns = new float[width * count];
        for (int row = 0; row < width; row++) {
            for (int column = 0; column < count; column++) {
                columns[row * count + column] = (float) directions[column][row];
            }
        }
        return columns;
    }

    private static double[][] products(List<float[]> vectors) {
        int width = vectors.get(0).length;
        double[][] sums = new double[width][width];
        for (float[] vector : vectors) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    sums[i][j] += (double) vector[i] * vector[j];
                }
            }
        }
        return sums;
    }

    private static double[] product(double[][] matrix, double[] vector) {
        double[] result = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            result[i] = dot(matrix[i], vector);
        }
        return result;
    }

    /** By Gram and Schmidt, twice, since the first pass leaves what floats have rounded away. */
    private static void orthogonalise(double[][] directions) {
        for (int one = 0; one < directions.length; one++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int before = 0; before < one; before++) {
                    add(
                            directions[one],
                            directions[before],
                            -dot(directions[one], directions[before]));
                }
            }
            double length = Math.sqrt(dot(directions[one], directions[one]));
            for (int i = 0; i < directions[one].length; i++) {
                directions[one][i] /= length;
            }
        }
    }

    private static void add(double[] to, double[] vector, double times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * vector[i];
        }
    }

    private static double dot(double[] vector, double[] other) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += vector[i] * other[i];
        }
        return sum;
    }
}

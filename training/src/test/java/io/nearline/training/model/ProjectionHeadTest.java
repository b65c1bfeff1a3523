package io.nearline.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.training.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionHeadTest {
    private static final int WIDTH = 12;

    @Test
    void startsWithOrthogonalDirections() {
        float[] columns = PrincipalDirections.of(vectors(4, 0.1), 6);
        for (int one = 0; one < 6; one++) {
            for (int other = 0; other < 6; other++) {
                double dot = 0;
                for (int row = 0; row < WIDTH; row++) {
                    dot += columns[row * 6 + one] * columns[row * 6 + other];
                }
                assertThat(dot).isCloseTo(one == other ? 1 : 0, within(1e-5));
            }
        }
    }

    @Test
    void keepsAllOfVectorsThatLieInFewDirections() {
        List<float[]> vectors = vectors(4, 0);
        float[] columns = PrincipalDirections.of(vectors, 4);
        for (float[] vector : vectors) {
            double whole = 0;
            double kept = 0;
            for (int column = 0; column < 4; column++) {
                double dot = 0;
                for (int row = 0; row < WIDTH; row++) {
                    dot += vector[row] * columns[row * 4 + column];
                }
                kept += dot * dot;
            }
            for (float number : vector) {
                whole += number * number;
            }
            assertThat(kept).isCloseTo(whole, within(1e-5 * whole));
        }
    }

    @Test
    void noOtherDirectionsKeepMore() {
        List<float[]> vectors = vectors(WIDTH, 1);
        double best = kept(vectors, PrincipalDirections.of(vectors, 3));
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            float[] any = new float[WIDTH * WIDTH];
            for (int j = 0; j < any.length; j++) {
                any[j] = (float) random.nextGaussian();
            }
            float[] others = PrincipalDirections.of(rows(any), 3);
            assertThat(kept(vectors, others)).isLessThanOrEqualTo(best * (1 + 1e-6));
        }
    }

    @Test
    void aHeadStartsWithLouderDirectionsMadeSofter() {
        List<float[]> vectors = vectors(WIDTH, 0.1);
        float[] plain = PrincipalDirections.of(vectors, 4);
        float[] start = start(vectors, 4);
        double[] before = squaresAlong(vectors, plain, 4);
        double[] after = squaresAlong(vectors, start, 4);
        for (int i = 1; i < 4; i++) {
            assertThat(after[i] / after[0])
                    .isCloseTo(Math.sqrt(before[i] / before[0]), within(1e-4))
                    .isLessThan(1);
        }
        double squares = 0;
        for (float number : start) {
            squares += number * number;
        }
        assertThat(squares).as("mean square of four columns").isCloseTo(4, within(1e-5));
    }

    @Test
    void aHeadWithMoreNumbersThanDirectionsStartsFinite() {
        for (float number : start(vectors(2, 0), 6)) {
            assertThat(number).isFinite();
        }
    }

    private static float[] start(List<float[]> vectors, int size) {
        try (Scope scope = Scope.open(1)) {
            return ProjectionHead.of(scope, vectors, size).weights().values();
        }
    }

    private static double[] squaresAlong(List<float[]> vectors, float[] columns, int size) {
        double[] squares = new double[size];
        for (float[] vector : vectors) {
            for (int column = 0; column < size; column++) {
                double dot = 0;
                for (int row = 0; row < WIDTH; row++) {
                    dot += vector[row] * columns[row * size + column];
                }
                squares[column] += dot * dot;
            }
        }
        return squares;
    }

    private static List<float[]> rows(float[] all) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < all.length; i += WIDTH) {
            rows.add(Arrays.copyOfRange(all, i, i + WIDTH));
        }
        return rows;
    }

    private static double kept(List<float[]> vectors, float[] columns) {
        return Arrays.stream(squaresAlong(vectors, columns, columns.length / WIDTH)).sum();
    }

    /** Sums of a few directions, the first ones with most weight, and noise. */
    private static List<float[]> vectors(int directions, double noise) {
        Random random = new Random(2);
        float[][] base = new float[directions][WIDTH];
        for (float[] one : base) {
            for (int i = 0; i < WIDTH; i++) {
                one[i] = (float) random.nextGaussian();
            }
        }
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            float[] vector = new float[WIDTH];
            for (int direction = 0; direction < directions; direction++) {
                double weight = random.nextGaussian() / (1 + direction);
                for (int j = 0; j < WIDTH; j++) {
                    vector[j] += (float) (weight * base[direction][j]);
                }
            }
            for (int j = 0; j < WIDTH; j++) {
                vector[j] += (float) (noise * random.nextGaussian());
            }
            vectors.add(vector);
        }
        return vectors;
    }
}

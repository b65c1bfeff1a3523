package io.nearline.training.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws without putting back. */
final class Draw {

    private Draw() {}

    /**
     * Some of these numbers, each once.
     *
     * @param most how many; fewer where there are fewer
     */
    static IntStream some(int[] of, int most, RandomGenerator random) {
        int[] left = of.clone();
        int count = Math.min(most, left.length);
        for (int i = 0; i < count; i++) {
            int place = i + random.nextInt(left.length - i);
            int drawn = left[place];
            left[place] = left[i];
            left[i] = drawn;
        }
        return Arrays.stream(left, 0, count);
    }
}

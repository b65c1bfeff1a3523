package io.nearline.training.learn;

import java.util.Collection;
import java.util.Comparator;

/**
 * What weights are kept by. While any task is below the base, the worst one decides; once none is,
 * their mean.
 *
 * @param harm the least gain of a task, where that is below what is tolerated; else 0
 * @param mean of all tasks
 */
record Gain(double harm, double mean) implements Comparable<Gain> {
    private static final Comparator<Gain> ORDER =
            Comparator.comparingDouble(Gain::harm).thenComparingDouble(gain -> gain.mean);

    /**
     * Of the tasks' gains.
     *
     * @param tolerance how far below 0 one may be and not count as harmed
     */
    static Gain of(Collection<Double> gains, double tolerance) {
        double worst = gains.stream().mapToDouble(x -> x).min().orElse(0);
        double mean = gains.stream().mapToDouble(x -> x).average().orElse(0);
        return new Gain(worst < -tolerance ? worst : 0, mean);
    }

    @Override
    public int compareTo(Gain other) {
        return ORDER.compare(this, other);
    }
}

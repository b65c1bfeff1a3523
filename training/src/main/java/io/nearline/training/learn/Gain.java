package io.nearline.training.learn;

import java.util.Collection;
import java.util.Comparator;

/**
 * What weights are kept by. While any task is below the base, the worst one decides; once none is,
 * their mean.
 *
 * @param worst the least gain of a task
 * @param mean of all tasks
 */
record Gain(double worst, double mean) implements Comparable<Gain> {
    private static final Comparator<Gain> ORDER =
            Comparator.comparingDouble((Gain gain) -> Math.min(gain.worst, 0))
                    .thenComparingDouble(gain -> gain.mean);

    static Gain of(Collection<Double> gains) {
        double worst = gains.stream().mapToDouble(x -> x).min().orElse(0);
        double mean = gains.stream().mapToDouble(x -> x).average().orElse(0);
        return new Gain(worst, mean);
    }

    @Override
    public int compareTo(Gain other) {
        return ORDER.compare(this, other);
    }
}

package io.nearline.retrieval.measure;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The interval of a figure by resampling the items with replacement: the 2.5th and the 97.5th
 * percentile of the figure over the resamples (B. Efron, "Bootstrap methods: another look at the
 * jackknife", 1979). It says how much the choice of items matters, and nothing about labels that
 * are wrong. The seed is fixed: the same items give the same interval, and two figures of the same
 * number of items see the same resamples.
 */
public final class Bootstrap {

    /** How often items are drawn anew unless told otherwise. */
    public static final int DEFAULT_RESAMPLES = 1_000;

    private static final long SEED = 42;
    private static final double TAIL = 0.025;

    private final int resamples;

    /**
     * @param resamples how often items are drawn anew, 100 or more
     */
    public Bootstrap(int resamples) {
        if (resamples < 100) {
            throw new IllegalArgumentException(
                    "%d resamples have no tails: 100 or more".formatted(resamples));
        }
        this.resamples = resamples;
    }

    /** The interval of a figure; NaN to NaN if a resample has no figure. */
    public Interval interval(Statistic statistic, int items) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] figures = new double[resamples];
        int[] drawn = new int[items];
        for (int i = 0; i < resamples; i++) {
            for (int j = 0; j < items; j++) {
                drawn[j] = random.nextInt(items);
            }
            figures[i] = statistic.of(drawn);
        }
        if (Arrays.stream(figures).anyMatch(Double::isNaN)) {
            return new Interval(Double.NaN, Double.NaN);
        }
        Arrays.sort(figures);
        return new Interval(at(figures, TAIL), at(figures, 1 - TAIL));
    }

    /** Between the two nearest ones, in proportion. */
    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}

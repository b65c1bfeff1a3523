package io.nearline.retrieval.evaluate;

import io.nearline.retrieval.measure.Statistic;

/**
 * Something measured of one model on one set.
 *
 * @param name such as {@code hybrid nDCG@10}
 * @param items how many items the statistic has
 * @param isDifference whether it compares two figures of this model, so that 0 means equal
 */
record Measured(String name, int items, Statistic statistic, boolean isDifference) {

    Measured(String name, int items, Statistic statistic) {
        this(name, items, statistic, false);
    }

    /** The mean of a value of each item. */
    static Measured mean(String name, double[] values) {
        return new Measured(name, values.length, Statistic.mean(values));
    }

    /** By how much this is above another of the same items. */
    Measured above(Measured other, String called) {
        return new Measured(called, items, Statistic.difference(statistic, other.statistic), true);
    }
}

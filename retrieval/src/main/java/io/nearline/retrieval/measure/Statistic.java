package io.nearline.retrieval.measure;

import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** A figure of a sample, computed of any selection of its items. */
public interface Statistic {

    /**
     * The figure of some items.
     *
     * @param items their numbers, from 0; one may occur again
     */
    double of(int[] items);

    /** The figure of all items. */
    default double ofAll(int items) {
        return of(IntStream.range(0, items).toArray());
    }

    /** The mean of a value that each item has. */
    static Statistic mean(double[] values) {
        return items -> IntStream.of(items).mapToDouble(item -> values[item]).average().orElse(0);
    }

    /** What two figures of the same items give, such as their difference. */
    static Statistic combined(Statistic first, Statistic second, DoubleBinaryOperator how) {
        return items -> how.applyAsDouble(first.of(items), second.of(items));
    }

    /** By how much a figure is above another one of the same items. */
    static Statistic difference(Statistic first, Statistic second) {
        return combined(first, second, (one, other) -> one - other);
    }
}

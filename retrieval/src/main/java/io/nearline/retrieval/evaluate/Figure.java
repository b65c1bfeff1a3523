package io.nearline.retrieval.evaluate;

import io.nearline.retrieval.measure.Interval;
import java.util.OptionalDouble;

/**
 * A figure of a model on a set.
 *
 * @param name such as {@code spearman} or {@code hybrid nDCG@10}
 * @param value higher is better
 * @param interval where it lies with 95 % confidence
 * @param published what others published, if the set says
 * @param isDifference whether it compares two figures, so that 0 means equal
 */
public record Figure(
        String name,
        double value,
        Interval interval,
        OptionalDouble published,
        boolean isDifference) {}

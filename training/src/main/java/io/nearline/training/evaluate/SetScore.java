package io.nearline.training.evaluate;

import io.nearline.retrieval.measure.Bootstrap;
import io.nearline.retrieval.measure.Interval;
import io.nearline.retrieval.measure.Statistic;
import java.util.List;

/**
 * A score of one model on one set.
 *
 * @param items what the set is drawn from anew for intervals: classes, queries or pairs
 * @param statistic the score of a selection of them
 */
public record SetScore(int items, Statistic statistic) {

    /** Of all items; higher is better. */
    public double value() {
        return statistic.ofAll(items);
    }

    /**
     * The mean of several models' scores on the same set.
     *
     * @param scores one or more
     */
    public static SetScore mean(List<SetScore> scores) {
        return new SetScore(
                scores.get(0).items,
                drawn ->
                        scores.stream()
                                .mapToDouble(score -> score.statistic.of(drawn))
                                .average()
                                .orElseThrow());
    }

    /** By how much this is above another model's score on the same set. */
    public SetScore above(SetScore other) {
        return new SetScore(items, Statistic.difference(statistic, other.statistic));
    }

    /** Where it lies with 95 % confidence. */
    public Interval interval(Bootstrap bootstrap) {
        return bootstrap.interval(statistic, items);
    }
}

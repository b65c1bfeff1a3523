package io.nearline.training.plan;

/**
 * How a run is watched by the scores of its held-out parts.
 *
 * @param every steps between two scorings
 * @param most records of a part that are scored while training
 * @param tokens that a text is cut at while training
 * @param patience scorings without a better one after which a run ends
 * @param tolerance how far a task may fall below the base before it decides what is kept; about
 *     what its score varies by chance
 * @param average share of the base's weights in what is scored and kept, 0 to 1
 */
public record ScoringPlan(
        int every, int most, int tokens, int patience, double tolerance, double average) {}

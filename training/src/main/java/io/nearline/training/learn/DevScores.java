package io.nearline.training.learn;

import java.util.Map;

/**
 * What a scoring in the middle of a run found.
 *
 * @param step that it was after; 0 for the base
 * @param scores of each task, the mean of its parts
 * @param gains by how much each is above the base's
 * @param isBest whether these are the weights to keep, so far
 */
public record DevScores(
        int step, Map<String, Double> scores, Map<String, Double> gains, boolean isBest) {}

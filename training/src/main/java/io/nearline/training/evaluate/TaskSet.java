package io.nearline.training.evaluate;

/**
 * A held-out part.
 *
 * @param task that it belongs to
 * @param set what it holds
 */
public record TaskSet(String task, ScoreSet set) {}

package io.nearline.training.learn;

/**
 * What one step has done.
 *
 * @param number from 1
 * @param task that its batch was of
 * @param loss before it
 * @param gradientLength before clipping
 * @param tokens that it read
 */
public record Step(int number, String task, double loss, double gradientLength, int tokens) {}

package io.nearline.training.plan;

/**
 * A set that no task learns from.
 *
 * @param name for people
 * @param data its records
 * @param most records that are scored
 * @param measure by which
 */
public record ZeroShotPlan(String name, DataPlan data, int most, Measure measure) {}

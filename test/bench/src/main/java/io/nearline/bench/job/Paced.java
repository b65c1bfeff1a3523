package io.nearline.bench.job;

import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.Percentiles;

/**
 * What a steady load took.
 *
 * @param rate posts a second
 * @param measurement of the time in which posts came
 * @param freshness milliseconds from the event to the update's publication
 */
public record Paced(double rate, Measurement measurement, Percentiles freshness) {}

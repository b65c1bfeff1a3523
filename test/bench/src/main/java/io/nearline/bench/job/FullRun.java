package io.nearline.bench.job;

import io.nearline.bench.measure.Measurement;

/**
 * What a job took under full load.
 *
 * @param measurement of all updates
 * @param updates one for every record and model
 * @param vectors that were made for them; fewer where updates hold one that was there
 */
public record FullRun(Measurement measurement, int updates, int vectors) {}

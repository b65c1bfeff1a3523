package io.nearline.operators.backfill;

/**
 * How fast the backfill may go at present, and how fresh live updates are.
 *
 * @param recordsPerSecond records per second that cap and guard allow the whole job; infinite if
 *     nothing holds it back
 * @param liveFreshnessMillis 99th percentile of live freshness lately, milliseconds; negative if no
 *     live update came by
 */
public record PaceReading(double recordsPerSecond, long liveFreshnessMillis) {}

package io.nearline.operations.backfill.live;

import java.util.OptionalLong;

/**
 * What the live job does at present.
 *
 * @param updatesPerSecond live updates it publishes, over the last minute
 * @param freshnessP99Millis 99th percentile of event time to publication of these; empty if there
 *     were none
 * @param mergeLag backfilled vectors that it has not merged yet; empty if it never merged any
 */
public record LiveTraffic(
        double updatesPerSecond, OptionalLong freshnessP99Millis, OptionalLong mergeLag) {}

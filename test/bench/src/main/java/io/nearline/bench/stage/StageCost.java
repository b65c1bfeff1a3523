package io.nearline.bench.stage;

/**
 * What a stage takes for one post.
 *
 * @param stage which
 * @param cpuMicros CPU time, microseconds
 * @param allocatedBytes on the heap
 * @param posts that it was measured on
 */
public record StageCost(String stage, double cpuMicros, double allocatedBytes, int posts) {}

package io.nearline.bench.peer;

/**
 * A vector of the naive job.
 *
 * @param id id of the post
 * @param vector mean of the token vectors, of length 1
 */
public record NaiveVector(String id, float[] vector) {}

package io.nearline.bench.peer;

/**
 * A post of the naive job.
 *
 * @param id its id
 * @param text its text, the same that the pipeline would embed
 */
public record NaivePost(String id, String text) {}

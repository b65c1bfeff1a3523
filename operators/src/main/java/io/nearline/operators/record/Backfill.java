package io.nearline.operators.record;

/**
 * The backfill that a revision belongs to.
 *
 * @param id the backfill's id, as in its reports
 * @param asOf the time up to which it had read the posts, milliseconds since the epoch: at that
 *     time the revision was the newest of its post
 */
public record Backfill(String id, long asOf) {}

package io.nearline.operators.backfill;

import io.nearline.operators.decode.Post;
import org.jspecify.annotations.Nullable;

/**
 * A revision that may be the newest of its post.
 *
 * @param postId id of the post
 * @param revision the revision
 * @param selected whether it is among the posts that were asked for
 * @param post the post itself; null in the survey, which needs no more than the above
 */
public record Candidate(String postId, long revision, boolean selected, @Nullable Post post) {}

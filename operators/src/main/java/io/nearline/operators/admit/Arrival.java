package io.nearline.operators.admit;

import io.nearline.operators.text.PostText;

/**
 * What reaches the first gate: a post from the source, or a vector that a backfill made of one.
 *
 * @param post the post; of a backfilled vector without its text
 * @param merge the task to publish the backfilled vector, or null for a post from the source
 */
public record Arrival(PostText post, ModelTask merge) {

    /** A post from the source. */
    public static Arrival of(PostText post) {
        return new Arrival(post, null);
    }
}

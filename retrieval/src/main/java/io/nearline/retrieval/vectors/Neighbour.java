package io.nearline.retrieval.vectors;

import java.util.Comparator;

/**
 * A post and how near it is.
 *
 * @param entry the post
 * @param cosine between its vector and the direction searched, -1 to 1
 */
public record Neighbour(Entry entry, float cosine) {

    /** Nearest first; of two equally near the one with the lower id, so that answers repeat. */
    public static final Comparator<Neighbour> NEAREST_FIRST =
            Comparator.comparingDouble((Neighbour one) -> -one.cosine())
                    .thenComparing(one -> one.entry().postId());
}

package io.nearline.retrieval.serve;

import java.util.Locale;

/**
 * A part of the way from a request to its answer. One follows the other, but for {@link #MODEL}.
 */
enum Stage {
    /** From the first byte of the request until it is read and let in. */
    QUEUE,
    /** Waiting for what the request names with {@code after}. */
    WAIT,
    /** The text becomes a vector: its turn, its tokens, the model. */
    EMBED,
    /** Of {@link #EMBED}, the time in which the model ran; none for a text seen recently. */
    MODEL,
    /** In the index. */
    SEARCH,
    /** Reading what the posts found say, if that is asked for. */
    FETCH,
    /** The answer becomes bytes. */
    ENCODE;

    /** How header and metric name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.SearchAnswer;

/**
 * What a search found, and what it took.
 *
 * @param call what was asked for
 * @param found what the index said
 * @param feed how the index was fed just before it was searched
 * @param waitNanos time waited for what the call names
 * @param embedNanos time for the vector of the text
 * @param searchNanos time in the index
 */
record QueryAnswer(
        SearchCall call,
        SearchAnswer found,
        FeedState feed,
        long waitNanos,
        long embedNanos,
        long searchNanos) {}

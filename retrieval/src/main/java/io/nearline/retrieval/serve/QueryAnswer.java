package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.words.PostText;
import java.util.Map;

/**
 * What a search found, and what it took.
 *
 * @param call what was asked for
 * @param found what the index said
 * @param texts what the posts found say, by post id; empty unless asked for
 * @param feed how the index was fed just before it was searched
 * @param waitNanos time waited for what the call names
 * @param embedNanos time for the vector of the text
 * @param modelNanos of that, the time in which the model ran
 * @param searchNanos time in the index
 * @param fetchNanos time for the texts
 */
record QueryAnswer(
        SearchCall call,
        SearchAnswer found,
        Map<String, PostText> texts,
        FeedState feed,
        long waitNanos,
        long embedNanos,
        long modelNanos,
        long searchNanos,
        long fetchNanos) {

    /** All of it. */
    long totalNanos() {
        return waitNanos + embedNanos + searchNanos + fetchNanos;
    }

    /** Without what was asked and found: it may end in a log. */
    @Override
    public String toString() {
        return "answer to a %s with %d posts".formatted(call, found.hits().size());
    }
}

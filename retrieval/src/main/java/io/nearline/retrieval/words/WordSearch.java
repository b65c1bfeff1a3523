package io.nearline.retrieval.words;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** Finds posts by their words. Safe for use by many threads. */
public interface WordSearch {

    /**
     * The posts that fit the words best, best first.
     *
     * @param text words; nothing in it is an operator
     * @param most how many, 1 or more
     * @param mayBeFound asked for posts that would be among them, by post id; those refused take
     *     nobody's place
     */
    List<WordHit> search(String text, int most, Predicate<String> mayBeFound) throws IOException;

    /**
     * A post found.
     *
     * @param postId identity of the post
     * @param score BM25, higher is better
     */
    record WordHit(String postId, float score) {}
}

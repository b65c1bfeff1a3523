package io.nearline.retrieval.serve;

import java.util.Locale;

/** How a text is searched. */
enum Mode {
    /** By meaning. */
    VECTOR,
    /** By its words. */
    WORDS,
    /** By both, fused by rank. */
    HYBRID;

    /** As requests, answers and metrics write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the text must be embedded. */
    boolean embeds() {
        return this != WORDS;
    }

    /** Whether the text's words are searched. */
    boolean searchesWords() {
        return this != VECTOR;
    }
}

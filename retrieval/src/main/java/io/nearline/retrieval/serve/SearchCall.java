package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import io.nearline.retrieval.search.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A search as somebody asked for it, complete and checked, but for what only the index knows.
 *
 * @param text what to look for; empty if there is none
 * @param vector what to look for as a vector; empty if there is none
 * @param like ids of posts to resemble
 * @param dislike ids of posts not to resemble
 * @param mode how the text is searched
 * @param k how many posts
 * @param model name of the model whose posts are searched; empty for the active one
 * @param modelDigest the digest that this model must have; empty for any
 * @param selection which posts may be found
 * @param effort how exactly vectors are compared
 * @param shape how posts that belong together appear
 * @param details what hits carry beyond the usual
 * @param after what must have reached the index
 * @param patience how long to wait for that
 */
record SearchCall(
        Optional<String> text,
        Optional<float[]> vector,
        List<String> like,
        List<String> dislike,
        Mode mode,
        int k,
        Optional<String> model,
        Optional<String> modelDigest,
        Selection selection,
        Effort effort,
        Shape shape,
        Set<Detail> details,
        List<WriteToken> after,
        Duration patience) {

    /** What hits carry on request. */
    enum Detail {
        /** What each source contributed. */
        EXPLANATION,
        /** The post's vector. */
        VECTOR,
        /** What the post says. */
        TEXT
    }

    SearchCall {
        like = List.copyOf(like);
        dislike = List.copyOf(dislike);
        details = Set.copyOf(details);
        after = List.copyOf(after);
    }

    /** The text, if it must be embedded. */
    Optional<String> textToEmbed() {
        return vector.isEmpty() && mode.embeds() ? text : Optional.empty();
    }

    /** Lengths only: a query is what somebody typed. */
    @Override
    public String toString() {
        return "search by %s for %d, text of %d chars, %d liked, %d disliked, %s"
                .formatted(
                        mode.word(),
                        k,
                        text.map(String::length).orElse(0),
                        like.size(),
                        dislike.size(),
                        selection);
    }
}

package io.nearline.retrieval.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A post found.
 *
 * @param rank place in the answer, from 1
 * @param score what the answer is sorted by, higher is better: the cosine, the BM25 score, or the
 *     sum of the parts' contributions if both took part. Not to be compared between answers.
 * @param parts what each source that found the post said
 * @param post what the index holds of it
 * @param vector as the model made it, if asked for; not copied, so leave it alone
 */
public record Hit(
        int rank, double score, List<Part> parts, IndexedPost post, Optional<float[]> vector) {

    /** Who found a post. */
    public enum Source {
        /** Nearness of vectors; the score is the cosine. */
        VECTOR,
        /** Words in common; the score is BM25. */
        WORDS
    }

    /**
     * What one source said about a post.
     *
     * @param source who
     * @param rank place among what that source found, from 1
     * @param score the source's own score, higher is better
     * @param contribution what it adds to the score of the hit: the score itself if one source was
     *     asked, else {@code 1 / (60 + rank)} (G. Cormack, C. Clarke, S. Büttcher, "Reciprocal Rank
     *     Fusion outperforms Condorcet and individual Rank Learning Methods", 2009)
     */
    public record Part(Source source, int rank, double score, double contribution) {}

    public Hit {
        parts = List.copyOf(parts);
        Objects.requireNonNull(post, "post");
        Objects.requireNonNull(vector, "vector");
    }
}

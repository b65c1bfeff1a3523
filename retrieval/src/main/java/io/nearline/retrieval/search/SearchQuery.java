package io.nearline.retrieval.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the posts found should be like. At least one part is there. Vectors and posts are combined
 * into one direction, the sum of
 *
 * <ul>
 *   <li>the unit vector of {@code vector},
 *   <li>the mean of the unit vectors of the posts liked,
 *   <li>minus half the mean of the unit vectors of the posts disliked
 * </ul>
 *
 * (J. Rocchio, "Relevance feedback in information retrieval", 1971). A direction and a text are
 * searched apart and fused by rank. Arrays are not copied: leave them alone.
 *
 * @param vector made by the very model whose posts are searched, with its query prefix if it has
 *     one
 * @param text words for the search by words (BM25)
 * @param like posts that the posts found should resemble; never found themselves
 * @param dislike posts that they should not resemble; never found themselves
 */
public record SearchQuery(
        Optional<float[]> vector, Optional<String> text, List<String> like, List<String> dislike) {

    /** More posts than this in one request are refused, liked and disliked together. */
    public static final int MAX_EXAMPLES = 100;

    public SearchQuery {
        Objects.requireNonNull(vector, "vector");
        Objects.requireNonNull(text, "text");
        like = List.copyOf(like);
        dislike = List.copyOf(dislike);
        if (vector.isEmpty() && text.isEmpty() && like.isEmpty()) {
            throw new IllegalArgumentException(
                    dislike.isEmpty()
                            ? "A query needs a vector, a text or a post to resemble."
                            : "A query of disliked posts alone has no direction: add a vector, a"
                                    + " text or a post to resemble.");
        }
        if (vector.isEmpty() && like.isEmpty() && !dislike.isEmpty()) {
            throw new IllegalArgumentException(
                    "Disliked posts take effect on a vector only: add a vector or a post to"
                            + " resemble.");
        }
        if (like.size() + dislike.size() > MAX_EXAMPLES) {
            throw new IllegalArgumentException(
                    "A query names %d posts to resemble or not: at most %d."
                            .formatted(like.size() + dislike.size(), MAX_EXAMPLES));
        }
        vector.ifPresent(SearchQuery::requireFinite);
    }

    /** The posts whose vectors are nearest. */
    public static SearchQuery ofVector(float[] vector) {
        return new SearchQuery(Optional.of(vector), Optional.empty(), List.of(), List.of());
    }

    /** The posts with these words. */
    public static SearchQuery ofText(String text) {
        return new SearchQuery(Optional.empty(), Optional.of(text), List.of(), List.of());
    }

    /** The posts found by vector and by words, fused by rank. */
    public static SearchQuery ofBoth(float[] vector, String text) {
        return new SearchQuery(Optional.of(vector), Optional.of(text), List.of(), List.of());
    }

    /** More like some posts, less like others. */
    public static SearchQuery ofPosts(List<String> like, List<String> dislike) {
        return new SearchQuery(Optional.empty(), Optional.empty(), like, dislike);
    }

    /** Whether vectors are compared. */
    public boolean hasDirection() {
        return vector.isPresent() || !like.isEmpty();
    }

    private static void requireFinite(float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new IllegalArgumentException(
                        "Component %d of the query vector is %s: finite numbers only."
                                .formatted(i, vector[i]));
            }
        }
    }

    /** Without text and numbers: a query is what somebody typed. */
    @Override
    public String toString() {
        return "query by %s%s%d liked, %d disliked"
                .formatted(
                        vector.isPresent() ? "vector, " : "",
                        text.isPresent() ? "text, " : "",
                        like.size(),
                        dislike.size());
    }
}

package io.nearline.retrieval.search;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A search.
 *
 * @param query what the posts found should be like
 * @param k how many posts, 1 to {@value #MAX_K}
 * @param selection which posts may be found
 * @param effort how exactly vectors are compared
 * @param shape how posts that belong together appear
 * @param model which model's posts; empty: those of the active one
 * @param expectedDigest refuse unless the model searched has this digest: whoever embedded the
 *     query with another one would get nonsense
 * @param extras what hits carry beyond the usual
 */
public record SearchRequest(
        SearchQuery query,
        int k,
        Selection selection,
        Effort effort,
        Shape shape,
        Optional<String> model,
        Optional<String> expectedDigest,
        Set<Extra> extras) {

    /** What a second-stage ranker may ask for. */
    public static final int MAX_K = 2_000;

    /** Near-duplicates are compared with each other, so collapsing costs the square of k. */
    public static final int MAX_K_COLLAPSED = 500;

    /** How exactly vectors are compared. */
    public enum Effort {
        /**
         * As the index plans: exact where that is cheap, else with the expected recall it states.
         */
        PLANNED,
        /** Every selected vector in full. */
        EXACT
    }

    /** What hits carry on request. */
    public enum Extra {
        /** The post's vector. */
        VECTOR
    }

    public SearchRequest {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(effort, "effort");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(expectedDigest, "expectedDigest");
        extras = Set.copyOf(extras);
        if (k < 1 || k > MAX_K) {
            throw new IllegalArgumentException("k is %d: 1 to %d.".formatted(k, MAX_K));
        }
        if (shape.collapseFrom().isPresent() && k > MAX_K_COLLAPSED) {
            throw new IllegalArgumentException(
                    "k is %d with near-duplicates collapsed: at most %d."
                            .formatted(k, MAX_K_COLLAPSED));
        }
    }

    /** The k posts that fit best, of all that the active model has. */
    public static SearchRequest of(SearchQuery query, int k) {
        return new SearchRequest(
                query,
                k,
                Selection.ALL,
                Effort.PLANNED,
                Shape.PLAIN,
                Optional.empty(),
                Optional.empty(),
                Set.of());
    }

    /** The same among the posts selected. */
    public SearchRequest among(Selection some) {
        return new SearchRequest(query, k, some, effort, shape, model, expectedDigest, extras);
    }

    /** The same with this effort. */
    public SearchRequest with(Effort other) {
        return new SearchRequest(query, k, selection, other, shape, model, expectedDigest, extras);
    }

    /** The same in this shape. */
    public SearchRequest as(Shape other) {
        return new SearchRequest(query, k, selection, effort, other, model, expectedDigest, extras);
    }

    /** The same in the posts of a model of this name. */
    public SearchRequest under(String modelName) {
        return new SearchRequest(
                query, k, selection, effort, shape, Optional.of(modelName), expectedDigest, extras);
    }

    /** The same, refused unless the model searched has this digest. */
    public SearchRequest expecting(String digest) {
        return new SearchRequest(
                query, k, selection, effort, shape, model, Optional.of(digest), extras);
    }

    /** The same with hits that carry this. */
    public SearchRequest carrying(Set<Extra> some) {
        return new SearchRequest(query, k, selection, effort, shape, model, expectedDigest, some);
    }
}

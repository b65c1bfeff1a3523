package io.nearline.retrieval.search;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which posts may be found at all. Applied before the search: whoever asks for ten gets the ten
 * nearest of those selected, however few they are. All conditions must hold.
 *
 * @param attributes per attribute the values of which a post must have one
 * @param languages BCP 47 tags of which a post must have one, as written in the post; empty: any
 * @param from earliest time of the post's change, included
 * @param until latest time of the post's change, excluded
 * @param excluded ids of posts that must not be found, 10,000 and more
 * @param leastSimilarity least cosine between the query's direction and a post, -1 to 1; a distance
 *     of {@code d = 1 - cosine} is the threshold {@code 1 - d}. Without effect on a search by words
 *     alone.
 */
public record Selection(
        Map<String, Set<String>> attributes,
        Set<String> languages,
        Optional<Instant> from,
        Optional<Instant> until,
        Set<String> excluded,
        Optional<Double> leastSimilarity) {

    /** All posts. */
    public static final Selection ALL =
            new Selection(
                    Map.of(),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    Optional.empty());

    /** More than this many in one request are refused. */
    public static final int MAX_EXCLUDED = 100_000;

    public Selection {
        Map<String, Set<String>> copy = new HashMap<>();
        attributes.forEach((name, values) -> copy.put(name, Set.copyOf(values)));
        attributes = Map.copyOf(copy);
        languages = Set.copyOf(languages);
        excluded = Set.copyOf(excluded);
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(leastSimilarity, "leastSimilarity");
        if (excluded.size() > MAX_EXCLUDED) {
            throw new IllegalArgumentException(
                    "%d posts are excluded: at most %d in one request."
                            .formatted(excluded.size(), MAX_EXCLUDED));
        }
        leastSimilarity.ifPresent(Selection::requireCosine);
    }

    /** The same for posts that have one of these values under this attribute. */
    public Selection withAttribute(String name, String... values) {
        Map<String, Set<String>> more = new HashMap<>(attributes);
        more.put(name, Set.of(values));
        return new Selection(more, languages, from, until, excluded, leastSimilarity);
    }

    /** The same for posts in one of these languages. */
    public Selection withLanguages(Set<String> some) {
        return new Selection(attributes, some, from, until, excluded, leastSimilarity);
    }

    /** The same for posts changed between these times, the first included. */
    public Selection withTimes(Optional<Instant> first, Optional<Instant> end) {
        return new Selection(attributes, languages, first, end, excluded, leastSimilarity);
    }

    /** The same without these posts. */
    public Selection without(Set<String> postIds) {
        return new Selection(attributes, languages, from, until, postIds, leastSimilarity);
    }

    /** The same for posts at least this similar. */
    public Selection atLeast(double cosine) {
        return new Selection(attributes, languages, from, until, excluded, Optional.of(cosine));
    }

    /** Whether a post must have something, the similarity apart. */
    public boolean isConditional() {
        return !attributes.isEmpty()
                || !languages.isEmpty()
                || from.isPresent()
                || until.isPresent();
    }

    private static void requireCosine(double cosine) {
        if (!(cosine >= -1 && cosine <= 1)) {
            throw new IllegalArgumentException(
                    "The least similarity is %s: a cosine lies between -1 and 1."
                            .formatted(cosine));
        }
    }

    /** Without attributes and ids: it may end in a log. */
    @Override
    public String toString() {
        return "%d attributes, languages %s, from %s until %s, %d excluded, similarity from %s"
                .formatted(
                        attributes.size(),
                        languages,
                        from.map(Instant::toString).orElse("any"),
                        until.map(Instant::toString).orElse("any"),
                        excluded.size(),
                        leastSimilarity.map(String::valueOf).orElse("any"));
    }
}

package io.nearline.operations.rollout;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the vectors of one model are like, one per post.
 *
 * @param vectors how many there are
 * @param defects how many of them are unfit, by what is wrong; without those that have nothing
 * @param shared how many of them a post of other content has as well
 */
record VectorHealth(long vectors, Map<Defect, Long> defects, long shared) {

    VectorHealth {
        Map<Defect, Long> copy = new EnumMap<>(Defect.class);
        copy.putAll(defects);
        defects = Collections.unmodifiableMap(copy);
    }

    /** Counts the candidate's vectors. */
    static VectorHealth of(Iterable<PostFacts> posts) {
        Map<Defect, Long> defects = new EnumMap<>(Defect.class);
        Set<Long> shared = sharedPrints(posts);
        long vectors = 0;
        long sharing = 0;
        for (PostFacts post : posts) {
            if (post.hasVector()) {
                vectors++;
                sharing += shared.contains(post.vectorPrint()) ? 1 : 0;
                if (post.defect() != null) {
                    defects.merge(post.defect(), 1L, Long::sum);
                }
            }
        }
        return new VectorHealth(vectors, defects, sharing);
    }

    CheckResult judgeDefects(double bar) {
        if (vectors == 0) {
            return none(Check.VECTOR_HEALTH);
        }
        long unfit = defects.values().stream().mapToLong(Long::longValue).sum();
        String kinds =
                defects.entrySet().stream()
                        .map(
                                kind ->
                                        String.format(
                                                "%,d %s", kind.getValue(), kind.getKey().label()))
                        .collect(Collectors.joining(", "));
        return CheckResult.atMost(
                Check.VECTOR_HEALTH,
                (double) unfit / vectors,
                bar,
                String.format(Locale.ROOT, "%,d of %,d vectors are unfit", unfit, vectors)
                        + (kinds.isEmpty() ? "" : ": " + kinds),
                """
                find out what wrote them before any index takes them; a backfill \
                embeds these posts again\
                """);
    }

    CheckResult judgeShared(double bar) {
        if (vectors == 0) {
            return none(Check.SHARED_VECTORS);
        }
        return CheckResult.atMost(
                Check.SHARED_VECTORS,
                (double) shared / vectors,
                bar,
                String.format(
                        Locale.ROOT,
                        "%,d of %,d vectors belong to posts of different content",
                        shared,
                        vectors),
                """
                the model does not tell these texts apart: check its tokenizer \
                and window, or raise --max-shared if the posts are near copies\
                """);
    }

    private static CheckResult none(Check check) {
        return CheckResult.skipped(check, "there is no vector of it yet");
    }

    /** Prints of vectors that were met with more than one content. */
    private static Set<Long> sharedPrints(Iterable<PostFacts> posts) {
        Map<Long, Long> contents = new HashMap<>();
        Set<Long> shared = new HashSet<>();
        for (PostFacts post : posts) {
            if (post.hasVector()) {
                Long first = contents.putIfAbsent(post.vectorPrint(), post.contentPrint());
                if (first != null && first != post.contentPrint()) {
                    shared.add(post.vectorPrint());
                }
            }
        }
        return shared;
    }
}

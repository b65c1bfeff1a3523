package io.nearline.operations.backfill.plan;

import java.util.Collection;

/**
 * How many different keys a population has, from a random sample of it without replacement: the
 * estimator of Chao and Lin (2012), from how many keys the sample has once and twice. Exact if the
 * sample is the population; on the low side where few keys have most of the records.
 */
final class DistinctEstimate {

    private DistinctEstimate() {}

    /**
     * The estimate, between the keys seen and the population.
     *
     * @param population number of records of which the sample was taken
     * @param occurrences how often each key of the sample occurs in it
     */
    static long of(long population, Collection<Integer> occurrences) {
        long sampled = occurrences.stream().mapToLong(Integer::longValue).sum();
        long seen = occurrences.size();
        if (sampled >= population || sampled < 2) {
            return Math.min(population, seen);
        }
        double once = count(occurrences, 1);
        double twice = count(occurrences, 2);
        double share = (double) sampled / population;
        double divisor = 2 * twice * sampled / (sampled - 1.0) + once * share / (1 - share);
        double unseen = divisor == 0 ? 0 : once * once / divisor;
        return Math.min(population, Math.round(seen + unseen));
    }

    private static long count(Collection<Integer> occurrences, int times) {
        return occurrences.stream().filter(found -> found == times).count();
    }
}

package io.nearline.faults.search;

import java.nio.file.Path;

/**
 * How much of each part of the campaign.
 *
 * @param posts in the index that is killed
 * @param kills how often it is killed
 * @param trials writes that are read at once
 * @param promotions promotions, each with its way back
 * @param queries that are answered meanwhile
 * @param updatesPerSecond load while the service is killed
 * @param seed of all choices
 * @param directory for everything that is written
 */
public record SearchPlan(
        int posts,
        int kills,
        int trials,
        int promotions,
        int queries,
        int updatesPerSecond,
        long seed,
        Path directory) {

    /** What every build runs. */
    public static SearchPlan brief(long seed, Path directory) {
        return new SearchPlan(2_000, 3, 200, 2, 1_000, 200, seed, directory);
    }
}

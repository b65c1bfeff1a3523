package io.nearline.bench.search;

import java.util.Optional;

/**
 * What a run is told.
 *
 * @param indexPosts posts in the index before it begins
 * @param jobNiceness as of {@code nice -n}, for the job
 * @param warmUpSeconds of posts and queries before anything is measured
 * @param seconds for which posts are written and searched for
 * @param stepSeconds for which each rate of queries lasts
 * @param firstRate queries a second of the first
 * @param p99Micros the time in which 99 of 100 answers must come
 * @param capacity posts a second that the job can do; measured where empty
 */
record SearchOptions(
        int indexPosts,
        int jobNiceness,
        double warmUpSeconds,
        double seconds,
        double stepSeconds,
        double firstRate,
        long p99Micros,
        Optional<Double> capacity) {}

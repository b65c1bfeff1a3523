package io.nearline.bench.run;

import java.util.List;

/**
 * How much is measured.
 *
 * @param posts of each contender and round
 * @param rounds of contenders and stages
 * @param warmUp posts of each contender's first run, which does not count
 * @param loads shares of the pipeline's rate at which freshness is taken
 * @param freshnessSeconds for which posts come at each load; 0 for no freshness
 * @param inferred posts that the inference stage gets
 * @param instantPosts posts for the job without a model
 * @param curveWords words in all texts of one point of the length curve; 0 for no curves
 * @param largestState posts in state at the end of that curve
 * @param peers whether others are measured too
 * @param seconds after which what is left is skipped
 */
public record Plan(
        int posts,
        int rounds,
        int warmUp,
        List<Double> loads,
        int freshnessSeconds,
        int inferred,
        int instantPosts,
        int curveWords,
        long largestState,
        Peers peers,
        long seconds) {

    /** The same for an input that has so many distinct texts, so that none is measured twice. */
    public Plan limitedTo(int distinctTexts) {
        return new Plan(
                Math.min(posts, distinctTexts),
                rounds,
                Math.min(warmUp, distinctTexts),
                loads,
                freshnessSeconds,
                Math.min(inferred, distinctTexts),
                instantPosts,
                curveWords,
                largestState,
                peers,
                seconds);
    }

    /** Whether others are measured too. */
    public enum Peers {
        /** They are. */
        WITH,
        /** Nearline alone. */
        WITHOUT
    }
}

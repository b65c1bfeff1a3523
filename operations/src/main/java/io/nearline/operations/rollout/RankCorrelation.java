package io.nearline.operations.rollout;

import io.nearline.retrieval.measure.Spearman;
import java.util.Locale;

/** How far two models agree on which pairs of posts are more alike than others. */
final class RankCorrelation {

    /** Enough for two decimals; ranking them takes a fraction of a second. */
    private static final int MOST_PAIRS = 100_000;

    /** A correlation of fewer says little. */
    static final int FEWEST_POSTS = 20;

    private RankCorrelation() {}

    static CheckResult judge(VectorPairs pairs, double bar) {
        if (pairs.size() < FEWEST_POSTS) {
            return pairs.tooFew(Check.RANK_CORRELATION, FEWEST_POSTS);
        }
        return CheckResult.atLeast(
                Check.RANK_CORRELATION,
                of(pairs),
                bar,
                String.format(
                        Locale.ROOT,
                        "Spearman's rho of the models' cosines of %,d pairs of posts",
                        count(pairs.size())),
                "the models see different likenesses: measure with --labelled before trusting it");
    }

    /** Spearman's rho; NaN if one model finds all pairs equally alike. */
    static double of(VectorPairs pairs) {
        int posts = pairs.size();
        int count = count(posts);
        double[] baseline = new double[count];
        double[] candidate = new double[count];
        int next = 0;
        // Neighbours at distance 1, then 2, and so on: every post is in as many pairs as any other.
        for (int distance = 1; next < count; distance++) {
            for (int post = 0; post + distance < posts && next < count; post++) {
                int other = post + distance;
                baseline[next] =
                        VectorPairs.cosine(pairs.baseline().get(post), pairs.baseline().get(other));
                candidate[next] =
                        VectorPairs.cosine(
                                pairs.candidate().get(post), pairs.candidate().get(other));
                next++;
            }
        }
        return Spearman.rho(baseline, candidate);
    }

    private static int count(int posts) {
        return (int) Math.min(MOST_PAIRS, (long) posts * (posts - 1) / 2);
    }
}

package io.nearline.operations.rollout;

import io.nearline.retrieval.measure.Relevance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How far two models agree on which posts are alike: common ones among the nearest neighbours. */
final class NeighbourOverlap {

    static final int NEIGHBOURS = 10;

    /** With fewer posts, any ten neighbours agree by chance. */
    static final int FEWEST_POSTS = 5 * NEIGHBOURS;

    private NeighbourOverlap() {}

    static CheckResult judge(VectorPairs pairs, double bar) {
        if (pairs.size() < FEWEST_POSTS) {
            return pairs.tooFew(Check.NEIGHBOUR_OVERLAP, FEWEST_POSTS);
        }
        return CheckResult.atLeast(
                Check.NEIGHBOUR_OVERLAP,
                of(pairs),
                bar,
                String.format(
                        Locale.ROOT,
                        "mean share of common neighbours among the %d nearest, %,d posts",
                        NEIGHBOURS,
                        pairs.size()),
                """
                the models see different likenesses: look at posts whose \
                neighbours changed, and measure with --labelled before trusting \
                it\
                """);
    }

    /** The mean share of common posts among the nearest neighbours of a post, 0 to 1. */
    static double of(VectorPairs pairs) {
        return IntStream.range(0, pairs.size())
                .parallel()
                .mapToDouble(post -> common(pairs, post))
                .average()
                .orElse(Double.NaN);
    }

    private static double common(VectorPairs pairs, int post) {
        return Relevance.share(nearest(pairs.baseline(), post), nearest(pairs.candidate(), post));
    }

    /** The posts with the highest cosines, best first; of equal ones the first. */
    private static List<Integer> nearest(List<float[]> vectors, int post) {
        int[] best = new int[NEIGHBOURS];
        double[] cosines = new double[NEIGHBOURS];
        int found = 0;
        for (int other = 0; other < vectors.size(); other++) {
            if (other == post) {
                continue;
            }
            double cosine = VectorPairs.cosine(vectors.get(post), vectors.get(other));
            if (found == NEIGHBOURS && cosine <= cosines[found - 1]) {
                continue;
            }
            int place = found < NEIGHBOURS ? found++ : found - 1;
            while (place > 0 && cosines[place - 1] < cosine) {
                cosines[place] = cosines[place - 1];
                best[place] = best[place - 1];
                place--;
            }
            cosines[place] = cosine;
            best[place] = other;
        }
        List<Integer> nearest = new ArrayList<>();
        for (int other : best) {
            nearest.add(other);
        }
        return nearest;
    }
}

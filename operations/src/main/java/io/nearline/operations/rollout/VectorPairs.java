package io.nearline.operations.rollout;

import io.nearline.embedding.vector.UnitLength;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Vectors of the same posts by two models, scaled to length 1. The spaces of two models cannot be
 * compared with one another, only the likenesses that each finds between posts.
 *
 * @param baseline vectors of the one, one per post
 * @param candidate vectors of the other, in the same order
 */
record VectorPairs(List<float[]> baseline, List<float[]> candidate) {

    static final VectorPairs NONE = new VectorPairs(List.of(), List.of());

    VectorPairs {
        if (baseline.size() != candidate.size()) {
            throw new IllegalArgumentException(
                    baseline.size() + " vectors cannot be paired with " + candidate.size());
        }
        baseline = scaled(baseline);
        candidate = scaled(candidate);
    }

    int size() {
        return baseline.size();
    }

    /** The cosine of two vectors of length 1. */
    static double cosine(float[] first, float[] second) {
        double dot = 0;
        for (int i = 0; i < first.length; i++) {
            dot += (double) first[i] * second[i];
        }
        return dot;
    }

    /** A comparison that needs more posts than there are. */
    CheckResult tooFew(Check check, int needed) {
        return CheckResult.skipped(
                check,
                String.format(
                        Locale.ROOT,
                        "%,d posts of the sample have vectors of both models, needed are %,d",
                        size(),
                        needed));
    }

    private static List<float[]> scaled(List<float[]> vectors) {
        List<float[]> scaled = new ArrayList<>();
        for (float[] vector : vectors) {
            float[] copy = vector.clone();
            UnitLength.scale(copy, UnitLength.lengthOf(copy));
            scaled.add(copy);
        }
        return List.copyOf(scaled);
    }
}

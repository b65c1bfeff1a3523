package io.nearline.training.report;

import io.nearline.embedding.vector.UnitLength;
import io.nearline.training.evaluate.ScoreSet;
import io.nearline.training.evaluate.SetScore;
import io.nearline.training.learn.Preparation;
import io.nearline.training.plan.VectorPlan;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores the vectors of other sizes that a plan trains beside the one that serves. */
final class Beginnings {
    private final Preparation prepared;
    private final int window;

    /** Of the weights that a prepared plan has when it is asked. */
    Beginnings(Preparation prepared) {
        this.prepared = prepared;
        this.window = prepared.base().manifest().maxTokens();
    }

    /** Sizes that the plan trains, the largest first, without the one that serves. */
    private List<Integer> sizes() {
        VectorPlan vectors = prepared.plan().vectors();
        int whole = prepared.encoder().dimensions();
        return vectors.prefixes().stream()
                .map(VectorPlan.Prefix::size)
                .filter(size -> size < whole || vectors.head().isPresent())
                .distinct()
                .sorted((one, other) -> other - one)
                .toList();
    }

    /** Scores of each size, by its name. */
    Map<String, Map<ScoreSet, SetScore>> score(String model, Collection<ScoreSet> sets) {
        Map<String, Map<ScoreSet, SetScore>> scores = new LinkedHashMap<>();
        if (sizes().isEmpty()) {
            return scores;
        }
        for (ScoreSet set : sets) {
            List<float[]> whole = prepared.encoderVectors(set, window);
            for (int size : sizes()) {
                scores.computeIfAbsent(
                                "%s, first %d".formatted(model, size),
                                name -> new LinkedHashMap<>())
                        .put(set, set.score(whole.stream().map(one -> cut(one, size)).toList()));
            }
        }
        return scores;
    }

    private static float[] cut(float[] vector, int size) {
        float[] cut = Arrays.copyOf(vector, size);
        UnitLength.scale(cut, UnitLength.lengthOf(cut));
        return cut;
    }
}

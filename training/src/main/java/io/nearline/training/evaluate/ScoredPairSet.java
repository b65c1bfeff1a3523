package io.nearline.training.evaluate;

import io.nearline.embedding.EmbeddableText;
import io.nearline.retrieval.measure.Spearman;
import io.nearline.training.data.Example;
import io.nearline.training.plan.InvalidPlanException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Pairs of texts with people's scores: cosines should put them in the same order. */
final class ScoredPairSet implements ScoreSet {
    private static final int FEWEST = 10;

    private final String name;
    private final List<Example> pairs;

    ScoredPairSet(String name, List<Example> pairs) {
        this.name = name;
        this.pairs = pairs;
        if (pairs.size() < FEWEST) {
            throw new InvalidPlanException(
                    "held-out part '%s' has %d scored pairs; needed are %d"
                            .formatted(name, pairs.size(), FEWEST));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String contents() {
        return String.format(Locale.ROOT, "%,d pairs", pairs.size());
    }

    @Override
    public String measure() {
        return "Spearman";
    }

    @Override
    public List<EmbeddableText> texts() {
        List<EmbeddableText> texts = new ArrayList<>();
        pairs.forEach(pair -> texts.add(pair.first()));
        pairs.forEach(pair -> texts.add(pair.second()));
        return texts;
    }

    @Override
    public SetScore score(List<float[]> vectors) {
        double[] cosines = new double[pairs.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = Ranking.product(vectors.get(i), vectors.get(i + cosines.length));
        }
        double[] scores = pairs.stream().mapToDouble(Example::score).toArray();
        return new SetScore(
                scores.length, items -> Spearman.rho(pick(cosines, items), pick(scores, items)));
    }

    private static double[] pick(double[] values, int[] items) {
        return Arrays.stream(items).mapToDouble(item -> values[item]).toArray();
    }
}

package io.nearline.training.evaluate;

import io.nearline.embedding.EmbeddableText;
import io.nearline.retrieval.measure.Relevance;
import io.nearline.training.data.Example;
import io.nearline.training.plan.InvalidPlanException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Texts of classes: each is a query, and the others of its class should be nearest. The score is
 * the mean nDCG@10 of the texts, and intervals come from drawing classes anew, since texts of one
 * class rise and fall together.
 */
final class SameLabelSet implements ScoreSet {
    private final String name;
    private final List<EmbeddableText> texts;

    /** The class of each text, from 0. */
    private final int[] classes;

    private final int count;

    SameLabelSet(String name, List<Example> examples) {
        Map<String, Long> sizes =
                examples.stream()
                        .collect(Collectors.groupingBy(Example::label, Collectors.counting()));
        List<Example> kept =
                examples.stream().filter(one -> sizes.getOrDefault(one.label(), 0L) > 1).toList();
        List<String> labels = kept.stream().map(Example::label).distinct().toList();
        this.name = name;
        this.count = labels.size();
        this.texts = kept.stream().map(Example::first).toList();
        Map<String, Integer> numbers = new HashMap<>();
        labels.forEach(label -> numbers.put(label, numbers.size()));
        this.classes =
                kept.stream().mapToInt(one -> numbers.getOrDefault(one.label(), 0)).toArray();
        if (count < 2) {
            throw new InvalidPlanException(
                    "held-out part '%s' has %d labels with two different texts or more; needed are two such labels"
                            .formatted(name, count));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String contents() {
        return String.format(Locale.ROOT, "%,d texts of %,d labels", texts.size(), count);
    }

    @Override
    public String measure() {
        return "nDCG@10 of the same label";
    }

    @Override
    public List<EmbeddableText> texts() {
        return texts;
    }

    @Override
    public SetScore score(List<float[]> vectors) {
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int i = 0; i < classes.length; i++) {
            int query = i;
            sums[classes[i]] +=
                    relevance(i)
                            .ndcg(
                                    Ranking.nearest(vectors.get(i), vectors, j -> j != query),
                                    Ranking.TOP);
            sizes[classes[i]]++;
        }
        return new SetScore(
                count,
                drawn -> {
                    double sum = 0;
                    int texts = 0;
                    for (int one : drawn) {
                        sum += sums[one];
                        texts += sizes[one];
                    }
                    return sum / texts;
                });
    }

    private Relevance relevance(int query) {
        Map<String, Integer> grades = new HashMap<>();
        for (int i = 0; i < classes.length; i++) {
            if (i != query && classes[i] == classes[query]) {
                grades.put(Integer.toString(i), 1);
            }
        }
        return new Relevance(grades);
    }
}

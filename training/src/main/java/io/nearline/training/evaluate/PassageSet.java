package io.nearline.training.evaluate;

import io.nearline.embedding.EmbeddableText;
import io.nearline.retrieval.measure.Relevance;
import io.nearline.retrieval.measure.Statistic;
import io.nearline.training.data.Example;
import io.nearline.training.plan.InvalidPlanException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Queries and passages: of the passages of all records, those of the query's own records should be
 * nearest. The score is the mean nDCG@10 of the queries; equal queries, and equal passages, count
 * once.
 */
final class PassageSet implements ScoreSet {
    private final String name;
    private final List<EmbeddableText> queries = new ArrayList<>();
    private final List<EmbeddableText> passages = new ArrayList<>();

    /** What answers each query. */
    private final List<Relevance> relevances;

    PassageSet(String name, List<Example> examples) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (Example example : examples) {
            String query = Example.key(example.first());
            if (!grades.containsKey(query)) {
                queries.add(example.first());
            }
            String passage = Example.key(example.second());
            if (!numbers.containsKey(passage)) {
                numbers.put(passage, passages.size());
                passages.add(example.second());
            }
            grades.computeIfAbsent(query, absent -> new HashMap<>())
                    .put(Integer.toString(numbers.getOrDefault(passage, 0)), 1);
        }
        this.name = name;
        this.relevances = grades.values().stream().map(Relevance::new).toList();
        if (queries.size() < 2 || passages.size() < 2) {
            throw new InvalidPlanException(
                    "held-out part '%s' has %d queries and %d passages; needed are two of each"
                            .formatted(name, queries.size(), passages.size()));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String contents() {
        return String.format(
                Locale.ROOT, "%,d queries, %,d passages", queries.size(), passages.size());
    }

    @Override
    public String measure() {
        return "nDCG@10 of the passages";
    }

    @Override
    public List<EmbeddableText> texts() {
        List<EmbeddableText> texts = new ArrayList<>(queries);
        texts.addAll(passages);
        return texts;
    }

    @Override
    public SetScore score(List<float[]> vectors) {
        List<float[]> searched = vectors.subList(queries.size(), vectors.size());
        double[] values = new double[queries.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    relevances
                            .get(i)
                            .ndcg(
                                    Ranking.nearest(vectors.get(i), searched, j -> true),
                                    Ranking.TOP);
        }
        return new SetScore(values.length, Statistic.mean(values));
    }
}

package io.nearline.training.evaluate;

import io.nearline.embedding.EmbeddableText;
import io.nearline.retrieval.measure.Relevance;
import io.nearline.retrieval.measure.Statistic;
import io.nearline.training.data.Example;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.Measure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Queries and passages: of all passages, those of the query's own records should be nearest. Equal
 * queries, and equal passages, count once.
 */
final class PassageSet implements ScoreSet {
    private final String name;
    private final Measure measure;
    private final List<EmbeddableText> queries = new ArrayList<>();
    private final List<EmbeddableText> passages = new ArrayList<>();

    /** What answers each query. */
    private final List<Relevance> relevances;

    /**
     * A set.
     *
     * @param examples queries and what answers them
     * @param beside records whose passages are searched too; where one has the query of an example,
     *     its passage answers that
     * @param measure of one query's ranking; the score is the mean
     */
    PassageSet(String name, List<Example> examples, List<Example> beside, Measure measure) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (Example example : examples) {
            if (grades.put(Example.key(example.first()), new HashMap<>()) == null) {
                queries.add(example.first());
            }
        }
        Stream.concat(examples.stream(), beside.stream())
                .forEach(
                        example -> {
                            String passage = Example.key(example.second());
                            if (!numbers.containsKey(passage)) {
                                numbers.put(passage, passages.size());
                                passages.add(example.second());
                            }
                            Map<String, Integer> own = grades.get(Example.key(example.first()));
                            if (own != null) {
                                own.put(Integer.toString(numbers.getOrDefault(passage, 0)), 1);
                            }
                        });
        this.name = name;
        this.measure = measure;
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
        return measure == Measure.FIRST
                ? "queries whose nearest passage answers"
                : "nDCG@10 of the passages";
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
                    value(relevances.get(i), Ranking.nearest(vectors.get(i), searched, j -> true));
        }
        return new SetScore(values.length, Statistic.mean(values));
    }

    private double value(Relevance relevance, List<String> nearest) {
        return measure == Measure.FIRST
                ? relevance.reciprocalRank(nearest, 1)
                : relevance.ndcg(nearest, Ranking.TOP);
    }
}

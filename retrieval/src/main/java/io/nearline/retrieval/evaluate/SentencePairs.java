package io.nearline.retrieval.evaluate;

import io.nearline.embedding.vector.Cosine;
import io.nearline.retrieval.measure.Spearman;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Pairs of sentences with people's scores of how alike they are. */
public final class SentencePairs implements LabelledSet {

    /** Name of the only figure. */
    static final String SPEARMAN = "spearman";

    private static final List<String> COLUMNS = List.of("score", "sentence1", "sentence2");
    private static final int FEWEST = 10;

    private final double[] scores;
    private final List<String> first;
    private final List<String> second;

    private SentencePairs(double[] scores, List<String> first, List<String> second) {
        this.scores = scores;
        this.first = first;
        this.second = second;
    }

    /**
     * Reads score, sentence and sentence; a header is not needed.
     *
     * @throws InvalidSetException naming the first line that is not of this form, or if there are
     *     too few pairs to say anything
     */
    public static SentencePairs read(Path file) throws IOException {
        List<Row> rows = Rows.read(file, COLUMNS);
        if (rows.size() < FEWEST) {
            throw new InvalidSetException(
                    file, "has %d pairs; give at least %d".formatted(rows.size(), FEWEST));
        }
        return new SentencePairs(
                rows.stream().mapToDouble(row -> row.number("score")).toArray(),
                rows.stream().map(row -> row.filled("sentence1")).toList(),
                rows.stream().map(row -> row.filled("sentence2")).toList());
    }

    /** How many pairs. */
    public int size() {
        return scores.length;
    }

    /**
     * Spearman's rho between the model's cosines and the scores; NaN if all of one are equal.
     *
     * @throws EvaluationFailedException if a sentence cannot be embedded
     */
    public double spearman(TextVectors model) {
        return Spearman.rho(cosines(model), scores);
    }

    @Override
    public String contents() {
        return String.format(Locale.ROOT, "%,d pairs", size());
    }

    @Override
    public List<Measured> measure(TextVectors model) {
        double[] cosines = cosines(model);
        return List.of(
                new Measured(
                        SPEARMAN,
                        size(),
                        items -> Spearman.rho(pick(cosines, items), pick(scores, items))));
    }

    private double[] cosines(TextVectors model) {
        List<String> sentences = new ArrayList<>(first);
        sentences.addAll(second);
        List<float[]> vectors = model.passages("sentences", sentences);
        double[] cosines = new double[size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = Cosine.between(vectors.get(i), vectors.get(i + size()));
        }
        return cosines;
    }

    private static double[] pick(double[] values, int[] items) {
        return Arrays.stream(items).mapToDouble(item -> values[item]).toArray();
    }
}

package io.nearline.retrieval.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sentences and their translations, by language: the nearest of all translations of a language's
 * sentences should be the sentence's own.
 */
final class TranslationSet implements LabelledSet {

    private static final String LANGUAGE = "lang";

    private final Map<String, List<Pair>> byLanguage = new LinkedHashMap<>();
    private final int size;

    private record Pair(String sentence, String translation) {

        /** Lengths only, as of any text. */
        @Override
        public String toString() {
            return "%d and %d chars".formatted(sentence.length(), translation.length());
        }
    }

    /**
     * @param source columns {@code text} and {@code english}, and {@code lang} if there are several
     */
    TranslationSet(SetSource source, List<Row> rows) {
        for (Row row : rows) {
            byLanguage
                    .computeIfAbsent(
                            row.optional(source.column(LANGUAGE)).orElse(""),
                            language -> new ArrayList<>())
                    .add(
                            new Pair(
                                    row.filled(source.column("text")),
                                    row.filled(source.column("english"))));
        }
        size = rows.size();
        if (size < 2) {
            throw new InvalidSetException(
                    source.path(), "has %d pairs; give 2 or more".formatted(size));
        }
    }

    @Override
    public String contents() {
        return byLanguage.size() == 1
                ? String.format(Locale.ROOT, "%,d pairs", size)
                : String.format(Locale.ROOT, "%,d pairs in %d languages", size, byLanguage.size());
    }

    @Override
    public List<Measured> measure(TextVectors model) {
        List<Measured> measured = new ArrayList<>();
        double[] all = new double[size];
        int next = 0;
        for (Map.Entry<String, List<Pair>> language : byLanguage.entrySet()) {
            double[] right = right(model, language.getKey(), language.getValue());
            System.arraycopy(right, 0, all, next, right.length);
            next += right.length;
            measured.add(Measured.mean("accuracy " + language.getKey(), right));
        }
        if (byLanguage.size() == 1) {
            return List.of(Measured.mean("accuracy", all));
        }
        measured.add(0, Measured.mean("accuracy", all));
        return measured;
    }

    /** 1 for each sentence whose own translation is the nearest. */
    private static double[] right(TextVectors model, String language, List<Pair> pairs) {
        List<float[]> sentences =
                UnitVectors.of(
                        model.passages(
                                "sentences " + language,
                                pairs.stream().map(Pair::sentence).toList()));
        List<float[]> translations =
                UnitVectors.of(
                        model.passages(
                                "translations " + language,
                                pairs.stream().map(Pair::translation).toList()));
        double[] right = new double[pairs.size()];
        for (int i = 0; i < right.length; i++) {
            Pair nearest = pairs.get(nearest(sentences.get(i), translations));
            // Some sentences have the same translation.
            right[i] = nearest.translation().equals(pairs.get(i).translation()) ? 1 : 0;
        }
        return right;
    }

    private static int nearest(float[] sentence, List<float[]> translations) {
        int nearest = 0;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < translations.size(); i++) {
            float cosine = UnitVectors.product(sentence, translations.get(i));
            if (cosine > most) {
                most = cosine;
                nearest = i;
            }
        }
        return nearest;
    }
}

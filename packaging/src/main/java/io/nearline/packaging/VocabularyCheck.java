package io.nearline.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.tokenize.Vocabulary;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Whether a tokenizer belongs to a graph, by the number of words that each knows.
 *
 * @param tokenizer ids of {@code tokenizer.json}
 * @param graph rows of the graph's word table, where it has a plain one
 * @param config {@code vocab_size} of {@code config.json}, where it names one
 */
record VocabularyCheck(long tokenizer, OptionalLong graph, OptionalInt config) {

    /** Tables are filled up to round numbers, and tokenizers get words of their own. */
    private static final double LEAST_RATIO = 0.9;

    static VocabularyCheck of(Vocabulary vocabulary, OptionalLong graph, OptionalInt config) {
        VocabularyCheck check = new VocabularyCheck(vocabulary.size(), graph, config);
        check.require();
        return check;
    }

    private void require() {
        if (graph.isPresent()) {
            compare(
                    "tokenizer.json knows",
                    tokenizer,
                    "the graph has a table of",
                    graph.getAsLong());
        }
        if (graph.isPresent() && config.isPresent()) {
            compare(
                    "config.json names",
                    config.getAsInt(),
                    "the graph has a table of",
                    graph.getAsLong());
        } else if (config.isPresent()) {
            compare("tokenizer.json knows", tokenizer, "config.json names", config.getAsInt());
        }
    }

    private static void compare(String one, long ones, String other, long others) {
        if ((double) Math.min(ones, others) / Math.max(ones, others) < LEAST_RATIO) {
            throw new ModelRejectedException(
                    String.format(
                            Locale.ROOT,
                            "%s %,d words, %s %,d: they belong to different models, so give the"
                                    + " files of one",
                            one,
                            ones,
                            other,
                            others));
        }
    }

    @Override
    public String toString() {
        String words = String.format(Locale.ROOT, "%,d words", tokenizer);
        if (graph.isEmpty()) {
            return words + " (the graph has no plain word table to compare with)";
        }
        String rows =
                String.format(Locale.ROOT, "%s (%,d rows in the graph", words, graph.getAsLong());
        return tokenizer > graph.getAsLong()
                ? rows + "; a text with one of the others has no vector)"
                : rows + ")";
    }
}

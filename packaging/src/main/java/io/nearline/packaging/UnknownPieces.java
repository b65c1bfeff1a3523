package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenizerJson;
import io.nearline.embedding.tokenize.Vocabulary;
import java.util.Arrays;
import java.util.Locale;

/**
 * How much of the golden texts a tokenizer does not know.
 *
 * @param unknown pieces that stand for what is not known
 * @param pieces all, special ones included
 */
record UnknownPieces(long unknown, long pieces) {

    /** They are in many scripts, of which a tokenizer may well lack some; half is too much. */
    private static final double MOST = 0.5;

    static UnknownPieces require(ModelBundle bundle) {
        Vocabulary vocabulary = Vocabulary.of(TokenizerJson.read(bundle.tokenizer()));
        long unknown = 0;
        long pieces = 0;
        try (TextTokenizer tokenizer = TextTokenizer.open(bundle)) {
            for (String text : GoldenTexts.ALL) {
                long[] ids = tokenizer.tokenize(EmbeddableText.passage(text)).ids();
                pieces += ids.length;
                unknown +=
                        vocabulary.unknown().isEmpty()
                                ? 0
                                : Arrays.stream(ids)
                                        .filter(id -> id == vocabulary.unknown().getAsInt())
                                        .count();
            }
        }
        UnknownPieces seen = new UnknownPieces(unknown, pieces);
        if (seen.share() > MOST) {
            throw new ModelRejectedException(
                    "tokenizer.json does not know %s: it is another model's, or lacks a normaliser"
                                    .formatted(seen)
                            + " such as lower case; export the model's fast tokenizer again");
        }
        return seen;
    }

    private double share() {
        return pieces == 0 ? 0 : (double) unknown / pieces;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.1f %% of %,d pieces of the golden texts", 100 * share(), pieces);
    }
}

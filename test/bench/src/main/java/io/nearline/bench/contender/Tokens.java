package io.nearline.bench.contender;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.tokenize.TextTokenizer;
import java.util.List;

/** Texts as a model reads them. */
public final class Tokens {
    private Tokens() {}

    /** Token ids of every text, cut at the model's window. */
    public static List<long[]> of(ModelBundle bundle, List<String> texts) {
        try (TextTokenizer tokenizer = TextTokenizer.open(bundle)) {
            return texts.stream()
                    .map(EmbeddableText::passage)
                    .map(text -> tokenizer.tokenize(text).ids())
                    .toList();
        }
    }
}

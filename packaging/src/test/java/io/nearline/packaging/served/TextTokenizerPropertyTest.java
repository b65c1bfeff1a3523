package io.nearline.packaging.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.packaging.Bundles;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class TextTokenizerPropertyTest {

    private static TextTokenizer tokenizer;

    @BeforeContainer
    static void open() {
        tokenizer = TextTokenizer.open(ModelBundle.open(Bundles.FP32));
    }

    @AfterContainer
    static void close() {
        tokenizer.close();
    }

    @Property(tries = 2000)
    void everyStringHasTokensWithinTheWindow(@ForAll @StringLength(max = 400) String anyUnits) {
        TokenIds tokens = tokenizer.tokenize(EmbeddableText.passage(anyUnits));

        assertThat(tokens.count()).isBetween(2, 256);
        assertThat(tokens.ids()).startsWith(101).endsWith(102);
    }
}

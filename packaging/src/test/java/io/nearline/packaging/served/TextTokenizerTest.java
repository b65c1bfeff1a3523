package io.nearline.packaging.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.packaging.Bundles;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextTokenizerTest {

    private static final long CLS = 101;
    private static final long SEP = 102;

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = TextTokenizer.open(ModelBundle.open(Bundles.FP32));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void addsSpecialsAndPadsNothing() {
        assertThat(tokens("hello world").ids()).containsExactly(CLS, 7592, 2088, SEP);
    }

    @Test
    void keepsTwoHundredTokensThoughTheFileAsksToCutAt128() {
        TokenIds tokens = tokens("word ".repeat(198));

        assertThat(tokens.count()).isEqualTo(200);
        assertThat(tokens.truncated()).isFalse();
    }

    @Test
    void fillsTheWindowToItsLastTokenWithoutCutting() {
        TokenIds tokens = tokens("word ".repeat(254));

        assertThat(tokens.count()).isEqualTo(256);
        assertThat(tokens.truncated()).isFalse();
    }

    @Test
    void cutsAtMaxTokensAndSaysSo() {
        TokenIds tokens = tokens("word ".repeat(255));

        assertThat(tokens.count()).isEqualTo(256);
        assertThat(tokens.truncated()).isTrue();
        assertThat(tokens.ids()).startsWith(CLS).endsWith(SEP);
    }

    @Test
    void tokenizesATextOnceForTokenizersThatAgree() {
        EmbeddableText text = EmbeddableText.passage("the same for both models");

        try (TextTokenizer other = TextTokenizer.open(ModelBundle.open(Bundles.INT8))) {
            assertThat(other.identity()).isEqualTo(tokenizer.identity());
            assertThat(other.tokenize(text)).isSameAs(tokenizer.tokenize(text));
        }
    }

    @Test
    void tokenizesAgainForAnotherWindow() {
        ModelBundle bundle = ModelBundle.open(Bundles.FP32);
        EmbeddableText text = EmbeddableText.passage("one two three four five six");

        try (TextTokenizer narrow = TextTokenizer.open(variant(bundle, 4, ""))) {
            assertThat(tokenizer.tokenize(text).count()).isEqualTo(8);
            assertThat(narrow.tokenize(text)).isEqualTo(narrow.tokenize(text));
            assertThat(narrow.tokenize(text).count()).isEqualTo(4);
        }
    }

    @Test
    void putsThePrefixOfItsRoleBeforeAText() {
        try (TextTokenizer prefixed =
                TextTokenizer.open(variant(ModelBundle.open(Bundles.FP32), 256, "hello "))) {
            assertThat(prefixed.tokenize(EmbeddableText.query("world")).ids())
                    .containsExactly(CLS, 7592, 2088, SEP);
            assertThat(prefixed.tokenize(EmbeddableText.passage("world")).ids())
                    .containsExactly(CLS, 2088, SEP);
        }
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void survivesAwkwardText(String text) {
        TokenIds tokens = tokens(text);

        assertThat(tokens.count()).isBetween(2, 256);
        assertThat(tokens.ids()).startsWith(CLS).endsWith(SEP);
    }

    static Stream<String> awkwardTexts() {
        char high = '\uD83C';
        char low = '\uDF89';
        return Stream.of(
                "",
                " \t\r\n",
                "\0",
                "a\0b\0\0",
                "lone " + high,
                low + " lone",
                "" + low + high + low,
                "🎉🏳️‍🌈👩‍👩‍👧‍👦🇳🇴".repeat(200),
                "שלום עולם مرحبا بالعالم \u202Eabc\u202C",
                "ไม่มีช่องว่างระหว่างคำ".repeat(50),
                "漢字".repeat(3000),
                "e\u0301\u0302\u0303".repeat(500),
                "\u0001\u0007\u001B[31m\u007F\u0085\u200B\uFEFF\uFFFE",
                "x".repeat(1 << 20),
                "long words ".repeat(100_000));
    }

    private static TokenIds tokens(String text) {
        return tokenizer.tokenize(EmbeddableText.passage(text));
    }

    private static ModelBundle variant(ModelBundle bundle, int maxTokens, String queryPrefix) {
        ModelManifest manifest = bundle.manifest();
        return ModelBundle.draft(
                bundle.directory(),
                new ModelManifest(
                        manifest.name(),
                        manifest.dimensions(),
                        maxTokens,
                        manifest.pooling(),
                        manifest.normalise(),
                        queryPrefix,
                        manifest.passagePrefix(),
                        manifest.inputs(),
                        manifest.output(),
                        manifest.precision(),
                        manifest.padToken(),
                        null,
                        manifest.files()));
    }
}

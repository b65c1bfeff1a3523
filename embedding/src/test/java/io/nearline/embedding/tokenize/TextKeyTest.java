package io.nearline.embedding.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import org.junit.jupiter.api.Test;

class TextKeyTest {

    @Test
    void sameTextHasSameKey() {
        assertThat(TextKey.of(EmbeddableText.passage("Zürich 🎉")))
                .isEqualTo(TextKey.of(EmbeddableText.passage("Zürich 🎉")));
    }

    @Test
    void anyDifferenceOfTextMakesAnotherKey() {
        assertThat(TextKey.of(EmbeddableText.passage("text")))
                .isNotEqualTo(TextKey.of(EmbeddableText.passage("text ")))
                .isNotEqualTo(TextKey.of(EmbeddableText.passage("Text")));
    }

    @Test
    void passageAndQueryDifferBecauseTheirPrefixesMay() {
        assertThat(TextKey.of(EmbeddableText.passage("text")))
                .isNotEqualTo(TextKey.of(EmbeddableText.query("text")));
    }

    /** UTF-8 encoders write a question mark for what the tokenizer reads as U+FFFD. */
    @Test
    void loneSurrogateIsNoQuestionMark() {
        assertThat(TextKey.of(EmbeddableText.passage("a\uD83C")))
                .isNotEqualTo(TextKey.of(EmbeddableText.passage("a?")))
                .isEqualTo(TextKey.of(EmbeddableText.passage("a\uFFFD")));
    }
}

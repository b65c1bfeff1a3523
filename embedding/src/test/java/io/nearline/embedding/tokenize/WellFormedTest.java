package io.nearline.embedding.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellFormedTest {

    @Test
    void leavesWellFormedTextAlone() {
        String text = "emoji 🎉, עברית, e\u0301";

        assertThat(WellFormed.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "a\\uD83C, a\\uFFFD",
        "\\uDF89b, \\uFFFDb",
        "\\uD83C\\uD83C\\uDF89, \\uFFFD\\uD83C\\uDF89",
        "\\uDF89\\uD83C, \\uFFFD\\uFFFD",
        "x\\u0000y, x\\uFFFDy"
    })
    void replacesLoneSurrogatesAndNuls(String text, String expected) {
        assertThat(WellFormed.of(unescaped(text))).isEqualTo(unescaped(expected));
    }

    /** Source files hold no lone surrogates, and annotations no way to build one. */
    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}

package io.nearline.bench.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RandomTextsTest {
    private static final List<String> WORDS = List.of("one two three", "four five six");

    @Test
    void givesTheSameTextsForTheSameSeed() {
        RandomTexts first = new RandomTexts(WORDS, 50, 1);
        RandomTexts second = new RandomTexts(WORDS, 50, 1);

        for (int i = 0; i < 20; i++) {
            assertThat(first.next()).isEqualTo(second.next());
        }
    }

    @Test
    void staysBetweenOneWordAndTheLongest() {
        RandomTexts texts = new RandomTexts(WORDS, 8, 1);

        for (int i = 0; i < 200; i++) {
            assertThat(texts.next().split(" ")).hasSizeBetween(1, 8);
        }
    }
}

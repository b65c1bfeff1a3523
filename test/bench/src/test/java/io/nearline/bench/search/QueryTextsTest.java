package io.nearline.bench.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryTextsTest {

    private static List<String> all(QueryTexts texts) {
        return IntStream.range(0, texts.size()).mapToObj(texts::get).toList();
    }

    @Test
    void takesWordsThatStandTogether() {
        QueryTexts texts = QueryTexts.of(List.of("a b c d e f g h i j", "l m", "n o  p"));

        assertThat(all(texts))
                .containsExactlyInAnyOrder(
                        "a b c d e f g h", "c d e f g h i j", "e f g h i j", "g h i j", "n o p");
    }

    @Test
    void saysNothingTwiceBeforeItHasSaidAll() {
        QueryTexts texts = QueryTexts.of(List.of("a b c", "a b c", "d e f"));

        assertThat(all(texts)).containsExactlyInAnyOrder("a b c", "d e f");
        assertThat(texts.get(texts.size())).isEqualTo(texts.get(0));
    }
}

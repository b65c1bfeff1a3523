package io.nearline.operators.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.decode.Post;
import org.junit.jupiter.api.Test;

class WellFormedTest {

    /** A post as a source outside the Avro contract could hand it over: UTF-8 has no surrogates. */
    static Post withBody(Post post, String body) {
        return new Post(post.version(), null, body, null, null, null, post.hashtags());
    }

    @Test
    void returnsTheSameInstanceWhenNothingIsWrong() {
        String text = "fine 😀";

        assertThat(WellFormed.of(text)).isSameAs(text);
    }

    @Test
    void keepsPairsBesideLoneSurrogates() {
        assertThat(WellFormed.of("\ud83d😀\ude00")).isEqualTo("\uFFFD😀\uFFFD");
    }
}

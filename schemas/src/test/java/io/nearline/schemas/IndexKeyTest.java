package io.nearline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexKeyTest {

    @Test
    void isPostIdAtModelNameInUtf8() {
        assertThat(new IndexKey("pöst", "minilm").toBytes())
                .isEqualTo("pöst@minilm".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "me@example.org", "@", "a@b@", "пост", "👩‍🚀", " "})
    void readsWhatItWrote(String postId) {
        IndexKey key = new IndexKey(postId, "all-minilm-l6-v2");
        assertThat(IndexKey.parse(key.toBytes())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "post", "@model", "post@"})
    void refusesTextOfAnotherForm(String text) {
        assertThatThrownBy(() -> IndexKey.parse(text.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatThrownBy(() -> IndexKey.parse(new byte[] {(byte) 0xFF, '@', 'm'}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesModelNameThatWouldHideThePostId() {
        assertThatThrownBy(() -> new IndexKey("post", "mini@lm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mini@lm");
    }
}

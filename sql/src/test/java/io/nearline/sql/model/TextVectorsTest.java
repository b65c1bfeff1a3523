package io.nearline.sql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextVectorsTest {

    private final FakeEmbedder embedder = FakeEmbedder.named("text-vectors");

    @Test
    void isTheVectorOfTheText() {
        assertThat(vectors(Unembeddable.FAIL).of("cat").join())
                .isEqualTo(FakeVectors.of("cat", FakeEmbedder.DIMENSIONS));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n", "\u200B", FakeEmbedder.POISON})
    void isNoneOfATextThatCanHaveNone(String text) {
        assertThat(vectors(Unembeddable.NULL).of(text).join()).isNull();
        assertThatThrownBy(() -> vectors(Unembeddable.FAIL).of(text).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(UnembeddableTextException.class);
    }

    /** A failure that may pass is no property of the text. */
    @Test
    void failsWhereAnotherAttemptMaySucceed() {
        assertThatThrownBy(() -> vectors(Unembeddable.NULL).of(FakeEmbedder.FLAKY).join())
                .hasCauseInstanceOf(RetryableEmbeddingException.class);
    }

    private TextVectors vectors(Unembeddable unembeddable) {
        return new TextVectors(embedder, Role.PASSAGE, unembeddable);
    }
}

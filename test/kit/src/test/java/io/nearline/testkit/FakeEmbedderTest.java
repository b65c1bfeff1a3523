package io.nearline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.UnhealthyVectorException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FakeEmbedderTest {

    @Test
    void givesTheSameUnitVectorForTheSameText() {
        float[] first = FakeVectors.of("a text", 8);
        double squares = 0;
        for (float value : first) {
            squares += value * value;
        }

        assertThat(FakeVectors.of("a text", 8)).isEqualTo(first);
        assertThat(FakeVectors.of("another", 8)).isNotEqualTo(first);
        assertThat(squares).isCloseTo(1.0, within(1e-6));
    }

    @Test
    void answersHeldCallsOnceReleased() {
        FakeEmbedder embedder = FakeEmbedder.named("held");
        embedder.hold();
        CompletableFuture<Embedding> answer = embedder.embed(EmbeddableText.passage("wait"));
        assertThat(answer).isNotDone();

        embedder.release();

        assertThat(answer).isCompleted();
        assertThat(FakeEmbedder.named("held").calls()).containsExactly("wait");
    }

    @Test
    void failsTheTextsThatAskForIt() {
        FakeEmbedder embedder = FakeEmbedder.named("failing");

        assertThat(embedder.embed(EmbeddableText.passage(FakeEmbedder.POISON)))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(UnembeddableTextException.class);
        assertThat(embedder.embed(EmbeddableText.passage(FakeEmbedder.FLAKY)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RetryableEmbeddingException.class);
        assertThat(embedder.embed(EmbeddableText.passage(FakeEmbedder.UNHEALTHY)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(UnhealthyVectorException.class);
    }

    @Test
    void refusesForOneModelOnly() {
        FakeEmbedder refusing = FakeEmbedder.named("refusing");
        refusing.refuse("rain");

        assertThat(refusing.embed(EmbeddableText.passage("rain again")))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(UnembeddableTextException.class);
        assertThat(FakeEmbedder.named("accepting").embed(EmbeddableText.passage("rain again")))
                .isCompleted();
    }

    @Test
    void crashesOnceWhenTold() {
        FakeEmbedder embedder = FakeEmbedder.named("crashing");
        embedder.crashAt(2);

        assertThat(embedder.embed(EmbeddableText.passage("one"))).isCompleted();
        assertThat(embedder.embed(EmbeddableText.passage("two")))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(MachineFailedException.class);
        assertThat(embedder.embed(EmbeddableText.passage("two"))).isCompleted();
    }
}

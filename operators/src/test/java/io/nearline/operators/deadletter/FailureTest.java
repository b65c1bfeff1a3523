package io.nearline.operators.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.operators.decode.InvalidPostException;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void keepsOurOwnMessages() {
        Failure failure = Failure.of(new InvalidPostException("revision is -1; send 0 or more"));

        assertThat(failure)
                .isEqualTo(
                        new Failure(
                                "InvalidPostException", "revision is -1; send 0 or more", false));
    }

    @Test
    void keepsNoForeignMessageForItMayQuoteThePost() {
        Failure failure = Failure.of(new IllegalStateException("my secret post"));

        assertThat(failure.message()).doesNotContain("secret").contains("IllegalStateException");
    }

    @Test
    void isRetryableIfTheEmbedderSaysSo() {
        assertThat(Failure.of(new RetryableEmbeddingException("closed")).retryable()).isTrue();
    }
}

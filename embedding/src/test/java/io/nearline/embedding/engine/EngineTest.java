package io.nearline.embedding.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.batch.BatchPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine answers. */
@Timeout(30)
class EngineTest extends EngineFixture {

    private static EngineOptions batching(int workers, int tokenBudget, int maxWaiting) {
        return EngineOptions.forCpus(workers)
                .withBatchPolicy(BatchPolicy.tokenBudget(tokenBudget))
                .withMaxWaiting(maxWaiting);
    }

    @Test
    void answersEveryTextWithItsOwnVector() {
        start(batching(3, 16, 8));

        List<CompletableFuture<Embedding>> answers =
                Stream.iterate("x", text -> text + "x").limit(200).map(this::embed).toList();

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join().vector()).containsExactly(i + 1);
        }
    }

    @Test
    void startsAtOnceWhenIdle() {
        start(batching(1, 1 << 20, 8));

        assertThat(embed("alone").join().cost().batchTexts()).isEqualTo(1);
    }

    @Test
    void sendsOneTextACallByDefault() {
        start(EngineOptions.forCpus(2));

        Stream.of("a", "bb", "ccc").map(this::embed).toList().forEach(CompletableFuture::join);

        assertThat(encoder.batches).containsExactlyInAnyOrder(List.of(1), List.of(2), List.of(3));
    }

    @Test
    void batchesByLengthWhatGatheredMeanwhile() {
        start(batching(1, 9, 8));
        holdUpOneWorker();

        List<CompletableFuture<Embedding>> answers =
                Stream.of("ccc", "a", "bb", "seven77").map(this::embed).toList();
        encoder.release();

        Embedding embedding = answers.get(0).join();
        answers.forEach(CompletableFuture::join);
        held().join();
        assertThat(encoder.batches).containsExactly(List.of(4), List.of(3, 2, 1), List.of(7));
        assertThat(embedding.cost().batchTexts()).isEqualTo(3);
        assertThat(embedding.cost().batchTokens()).isEqualTo(6);
        assertThat(embedding.cost().paddedTokens()).isEqualTo(9);
    }

    @Test
    void equalLengthsShareACallWhereverTheyWait() {
        start(
                EngineOptions.forCpus(1)
                        .withBatchPolicy(BatchPolicy.equalLengths(100))
                        .withMaxWaiting(16));
        holdUpOneWorker();

        List<CompletableFuture<Embedding>> answers =
                Stream.of("three", "a", "short", "b", "words").map(this::embed).toList();
        encoder.release();
        answers.forEach(CompletableFuture::join);

        assertThat(encoder.batches).containsExactly(List.of(4), List.of(5, 5, 5), List.of(1, 1));
    }

    @Test
    void isolatesBadTextFromItsBatchMates() {
        start(batching(1, 1000, 16));
        holdUpOneWorker();
        List<CompletableFuture<Embedding>> good =
                Stream.of("a", "bb", "ccc", "dddd", "eeeee").map(this::embed).toList();
        CompletableFuture<Embedding> bad = embed("poison");
        encoder.release();

        assertThat(good.stream().map(answer -> answer.join().vector()[0]))
                .containsExactly(1f, 2f, 3f, 4f, 5f);
        assertThat(failure(bad)).isInstanceOf(UnembeddableTextException.class);
    }

    @Test
    void failsOnlyTheTextThatCannotBeTokenized() {
        start(batching(1, 1000, 16));
        holdUpOneWorker();
        CompletableFuture<Embedding> bad = embed("");
        CompletableFuture<Embedding> good = embed("good");
        encoder.release();

        assertThat(good.join().tokens()).isEqualTo(4);
        assertThat(failure(bad)).isInstanceOf(UnembeddableTextException.class);
    }

    @Test
    void failuresDoNotQuoteTheText() {
        start(EngineOptions.forCpus(1));

        Throwable failure = failure(embed(""));

        assertThat(failure).hasMessage("the model failed with java.lang.IllegalArgumentException");
        assertThat(failure).hasNoCause();
        assertThat(failure.getStackTrace()[0].getClassName())
                .isEqualTo(FakeEncoder.class.getName());
    }

    @Test
    void workerOutlivesCallbackThatThrows() {
        start(EngineOptions.forCpus(1));
        holdUpOneWorker();
        CompletableFuture<Void> callback =
                held().thenAccept(
                                embedding -> {
                                    throw new IllegalStateException("in a callback");
                                });
        encoder.release();

        assertThat(embed("next").join().vector()).containsExactly(4);
        assertThat(callback).isCompletedExceptionally();
    }

    @Test
    void reportsTokensAndTruncation() {
        start(EngineOptions.forCpus(1));

        assertThat(embed("short").join().truncated()).isFalse();
        Embedding cut = embed("longer than twenty characters").join();
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.tokens()).isEqualTo(29);
    }

    @Test
    void skipsTextThatNobodyWaitsFor() {
        start(EngineOptions.forCpus(1));
        holdUpOneWorker();
        CompletableFuture<Embedding> cancelled = embed("cancelled");
        CompletableFuture<Embedding> wanted = embed("wanted");
        cancelled.cancel(false);
        encoder.release();

        wanted.join();
        assertThat(encoder.batches).containsExactly(List.of(4), List.of(6));
    }
}

package io.nearline.embedding.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine with a cache makes of texts that are the same. */
@Timeout(30)
class RepeatedTextsTest extends EngineFixture {

    /** The fake's vectors have one number. */
    private static final int ENTRY_BYTES = RecentVectors.ENTRY_OVERHEAD + Float.BYTES;

    private static final EngineOptions CACHING = EngineOptions.forCpus(1).withCacheBytes(1 << 20);

    @Test
    void textSeenRecentlyNeedsNoRun() {
        start(CACHING);
        Embedding first = embed("text").join();

        CompletableFuture<Embedding> again = embed("text");

        assertThat(again).isDone();
        assertThat(again.join().vector()).containsExactly(first.vector());
        assertThat(again.join().tokens()).isEqualTo(4);
        assertThat(again.join().cost()).isEqualTo(EmbeddingCost.NONE);
        assertThat(encoder.batches).hasSize(1);
    }

    @Test
    void textsInFlightShareOneRun() {
        start(CACHING);
        holdUpOneWorker();

        List<CompletableFuture<Embedding>> answers =
                IntStream.range(0, 50).mapToObj(i -> embed("same")).toList();
        encoder.release();

        assertThat(answers).allSatisfy(a -> assertThat(a.join().vector()).containsExactly(4));
        assertThat(encoder.batches).hasSize(2);
        assertThat(answers.stream().filter(answer -> answer.join().cost().ranModel())).hasSize(1);
    }

    @Test
    void textThatIsBeingComputedCanStillBeJoined() {
        start(CACHING);
        holdUpOneWorker();
        CompletableFuture<Embedding> joined = embed("held");
        encoder.release();

        assertThat(joined.join().cost()).isEqualTo(EmbeddingCost.NONE);
        held().join();
        assertThat(encoder.batches).hasSize(1);
    }

    @Test
    void manyCallersOfFewTextsCauseOneRunEach() {
        start(EngineOptions.forCpus(3).withCacheBytes(1 << 20));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            texts.add("x".repeat(1 + i % 40));
        }
        Collections.shuffle(texts, new Random(11));

        List<CompletableFuture<Embedding>> answers =
                texts.parallelStream().map(this::embed).toList();

        for (int i = 0; i < texts.size(); i++) {
            assertThat(answers.get(i).join().vector()).containsExactly(texts.get(i).length());
        }
        assertThat(encoder.batches).hasSize(40);
    }

    @Test
    void everyCallerOwnsItsVector() {
        start(CACHING);
        holdUpOneWorker();
        List<CompletableFuture<Embedding>> answers =
                IntStream.range(0, 3).mapToObj(i -> embed("same")).toList();
        encoder.release();

        answers.forEach(answer -> answer.join().vector()[0]++);
        embed("same").join().vector()[0]++;

        assertThat(answers).allSatisfy(a -> assertThat(a.join().vector()).containsExactly(5));
        assertThat(embed("same").join().vector()).containsExactly(4);
    }

    @Test
    void callerWhoLeavesTakesNothingFromTheOthers() {
        start(CACHING);
        holdUpOneWorker();
        CompletableFuture<Embedding> first = embed("same");
        CompletableFuture<Embedding> second = embed("same");
        CompletableFuture<Embedding> third = embed("same");

        first.cancel(false);
        third.cancel(false);
        encoder.release();

        assertThat(second.join().vector()).containsExactly(4);
        assertThat(second.join().cost().ranModel()).isTrue();
    }

    @Test
    void textThatNobodyWaitsForAnyMoreIsNotRun() {
        start(CACHING);
        holdUpOneWorker();
        List<CompletableFuture<Embedding>> left =
                IntStream.range(0, 3).mapToObj(i -> embed("unwanted")).toList();

        left.forEach(answer -> answer.cancel(false));
        CompletableFuture<Embedding> wanted = embed("wanted");
        encoder.release();

        wanted.join();
        assertThat(encoder.batches).containsExactly(List.of(4), List.of(6));
        assertThat(embed("unwanted").join().vector()).containsExactly(8);
    }

    @Test
    void failureReachesAllWhoWaitAndIsNotRemembered() {
        start(CACHING);
        holdUpOneWorker();
        List<CompletableFuture<Embedding>> answers =
                IntStream.range(0, 3).mapToObj(i -> embed("poison")).toList();
        encoder.release();

        assertThat(answers)
                .allSatisfy(
                        answer ->
                                assertThat(failure(answer))
                                        .isInstanceOf(UnembeddableTextException.class));
        assertThat(failure(embed("poison"))).isInstanceOf(UnembeddableTextException.class);
        assertThat(encoder.started).hasValue(3);
    }

    @Test
    void textIsRunAgainAfterARunThatFailed() {
        start(CACHING);
        encoder.failure = new RetryableEmbeddingException("for once");
        assertThat(failure(embed("text"))).isInstanceOf(RetryableEmbeddingException.class);

        encoder.failure = null;

        assertThat(embed("text").join().vector()).containsExactly(4);
    }

    @Test
    void allWhoWaitForARunHearThatTheMachineFailed() {
        start(CACHING);
        encoder.breakage = new OutOfMemoryError("none left");
        holdUpOneWorker();
        CompletableFuture<Embedding> same = embed("held");

        encoder.release();

        assertThat(failure(held())).isInstanceOf(MachineFailedException.class);
        assertThat(failure(same)).isInstanceOf(MachineFailedException.class);
    }

    @Test
    void keepsNoMoreThanItsMemory() {
        int room = 100;
        int texts = 1000;
        start(EngineOptions.forCpus(1).withCacheBytes((long) room * ENTRY_BYTES));

        embedAll(texts);
        assertThat(embed("x".repeat(texts)).join().cost()).isEqualTo(EmbeddingCost.NONE);
        embedAll(texts);

        assertThat(encoder.batches).hasSizeGreaterThanOrEqualTo(2 * texts - room);
    }

    @Test
    void withoutCacheEveryTextIsRun() {
        start(EngineOptions.forCpus(1));

        embedAll(3);
        embedAll(3);

        assertThat(encoder.batches).hasSize(6);
    }

    @Test
    void closeFailsAllWhoWaitForOneRun() throws Exception {
        start(CACHING);
        holdUpOneWorker();
        CompletableFuture<Embedding> running = embed("held");
        List<CompletableFuture<Embedding>> waiting =
                IntStream.range(0, 3).mapToObj(i -> embed("waiting")).toList();
        Thread closer = new Thread(this::close);
        closer.start();

        assertThat(waiting)
                .allSatisfy(
                        answer ->
                                assertThat(failure(answer))
                                        .isInstanceOf(RetryableEmbeddingException.class));
        encoder.release();
        closer.join();

        assertThat(running.join().vector()).containsExactly(4);
        assertThat(failure(embed("late"))).isInstanceOf(RetryableEmbeddingException.class);
    }

    @Test
    void interruptOfOneCallerFailsNobodyElse() throws Exception {
        start(CACHING.withMaxWaiting(1));
        holdUpOneWorker();
        enqueue("fills the line");
        FutureTask<CompletableFuture<Embedding>> leader = new FutureTask<>(() -> embed("same"));
        Thread caller = new Thread(leader);
        caller.start();
        await().until(() -> caller.getState() == Thread.State.WAITING);
        CompletableFuture<Embedding> joined = embed("same");

        caller.interrupt();
        CompletableFuture<Embedding> interrupted = leader.get();
        encoder.release();

        assertThat(failure(interrupted)).isInstanceOf(RetryableEmbeddingException.class);
        assertThat(joined.join().vector()).containsExactly(4);
        assertThat(joined.join().cost().ranModel()).isTrue();
    }

    private void embedAll(int texts) {
        IntStream.rangeClosed(1, texts)
                .mapToObj(i -> embed("x".repeat(i)))
                .forEach(CompletableFuture::join);
    }
}

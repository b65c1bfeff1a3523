package io.nearline.embedding.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingTimedOutException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.TokenizingTimedOutException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.batch.BatchPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is a text's failure, and what the machine's. */
@Timeout(30)
class EngineFailureTest extends EngineFixture {

    private static final EngineOptions ONE_WORKER = EngineOptions.forCpus(1);

    /** A run that began with the current tick is too long after so many. */
    private static final int TIME_OUT = RunWatch.TICKS + 1;

    private List<CompletableFuture<Embedding>> embedAll(int texts) {
        return IntStream.range(0, texts).mapToObj(i -> embed("text" + i)).toList();
    }

    private static Stream<Throwable> failures(List<CompletableFuture<Embedding>> answers) {
        return answers.stream().map(EngineFixture::failure);
    }

    @Test
    void failsEveryTextAtOnceWhenMemoryHasEnded() {
        start(ONE_WORKER);
        encoder.breakage = new OutOfMemoryError("Direct buffer memory");
        holdUpOneWorker();
        List<CompletableFuture<Embedding>> waiting = embedAll(2000 / 10);

        encoder.release();

        assertThat(failures(waiting)).allMatch(MachineFailedException.class::isInstance);
        assertThat(failure(embed("later"))).isInstanceOf(MachineFailedException.class);
        assertThat(encoder.started).hasValue(1);
    }

    @Test
    void failsEveryTextOfABatchThatALibraryIsMissingFor() {
        start(ONE_WORKER.withBatchPolicy(BatchPolicy.tokenBudget(1000)));
        holdUpOneWorker();
        List<CompletableFuture<Embedding>> batch = embedAll(8);
        encoder.releaseOne();
        held().join();
        encoder.breakage = new UnsatisfiedLinkError("libonnxruntime");

        encoder.release();

        assertThat(failures(batch))
                .allSatisfy(
                        it ->
                                assertThat(it)
                                        .isInstanceOf(MachineFailedException.class)
                                        .hasMessageContaining("java.lang.UnsatisfiedLinkError"));
    }

    /** Flink fails to fail a task for an error of memory where java.lang is closed to it. */
    @Test
    void namesTheErrorThatStoppedItButDoesNotCarryIt() {
        start(EngineOptions.forCpus(1));
        encoder.breakage = new OutOfMemoryError("Direct buffer memory");

        assertThat(failure(embed("unlucky")))
                .isInstanceOf(MachineFailedException.class)
                .hasMessageContaining("java.lang.OutOfMemoryError")
                .hasNoCause();
    }

    @Test
    void freesTheModelOfAMachineThatFailedBeforeItIsClosed() {
        start(EngineOptions.forCpus(3));
        encoder.breakage = new OutOfMemoryError("none left");

        failure(embed("text"));

        await().until(() -> encoder.closed.get() == 1);
        close();
        assertThat(encoder.closed).hasValue(1);
    }

    @Test
    void stackThatOverflowsIsTheTextsFailure() {
        start(ONE_WORKER);
        encoder.breakage = new StackOverflowError();

        assertThat(failure(embed("deep"))).isInstanceOf(UnembeddableTextException.class);

        encoder.breakage = null;
        assertThat(embed("text").join().vector()).containsExactly(4);
    }

    @Test
    void otherErrorIsOneTextsAndMayPass() {
        start(ONE_WORKER);
        encoder.breakage = new AssertionError("about secret words");

        assertThat(failure(embed("text")))
                .isInstanceOf(RetryableEmbeddingException.class)
                .hasMessage("the machine failed with java.lang.AssertionError")
                .hasNoCause();

        encoder.breakage = null;
        assertThat(embed("text").join().vector()).containsExactly(4);
    }

    @Test
    void stopsAModelThatFailsWithTextsAndItsOwnTest() {
        start(ONE_WORKER);
        encoder.failure = new RetryableEmbeddingException("ONNX Runtime failed with ORT_FAIL");

        List<Throwable> failures = failures(embedAll(100)).toList();

        assertThat(failures.subList(0, ModelHealth.SUSPICIOUS - 1))
                .allMatch(RetryableEmbeddingException.class::isInstance);
        assertThat(failures.subList(ModelHealth.SUSPICIOUS - 1, 100))
                .allMatch(MachineFailedException.class::isInstance);
        assertThat(failures.get(99))
                .hasMessageContaining("the model fails on this machine: 20 texts in a row")
                .hasMessageContaining("ORT_FAIL");
        assertThat(encoder.selfTests).hasValue(1);
    }

    @Test
    void goesOnThroughAFloodOfBadTexts() {
        start(ONE_WORKER);

        List<CompletableFuture<Embedding>> bad =
                IntStream.range(0, 3 * ModelHealth.SUSPICIOUS)
                        .mapToObj(i -> embed("poison"))
                        .toList();

        assertThat(failures(bad)).allMatch(UnembeddableTextException.class::isInstance);
        assertThat(embed("good").join().vector()).containsExactly(4);
        assertThat(encoder.selfTests).hasValue(3);
    }

    @Test
    void oneVectorAmongFailuresShowsThatTheModelWorks() {
        start(ONE_WORKER);

        for (int i = 0; i < 3 * ModelHealth.SUSPICIOUS; i++) {
            failure(embed("poison"));
            if (i % (ModelHealth.SUSPICIOUS - 1) == 0) {
                embed("good").join();
            }
        }

        assertThat(encoder.selfTests).hasValue(0);
    }

    @Test
    void textThatWaitsIsNeverTimedOut() {
        start(ONE_WORKER);
        holdUpOneWorker();
        List<CompletableFuture<Embedding>> waiting = embedAll(50);

        for (int done = 1; done < waiting.size(); done++) {
            tick(TIME_OUT / 2);
            encoder.releaseOne();
            int runs = done + 1;
            await().until(() -> encoder.started.get() == runs);
        }
        encoder.release();

        assertThat(waiting).allSatisfy(it -> assertThat(it.join().vector()).isNotEmpty());
    }

    @Test
    void processThatStoodStillForAnHourTimesNothingOut() {
        start(ONE_WORKER);
        holdUpOneWorker();

        tick(1);
        encoder.release();

        assertThat(held().join().vector()).containsExactly(4);
    }

    @Test
    void runThatDoesNotEndFailsItsTextsOnlyAndIsToldToEnd() {
        start(EngineOptions.forCpus(2));
        holdUpOneWorker();

        tick(TIME_OUT);

        assertThat(failure(held()))
                .isInstanceOf(EmbeddingTimedOutException.class)
                .hasMessageContaining("nearline.embed.timeout, which is PT2M");
        assertThat(encoder.terminated).containsExactly(encoder.threads.get(0));
        encoder.release();
        assertThat(embed("next").join().vector()).containsExactly(4);
        assertThat(hasFailed()).isFalse();
    }

    @Test
    void textsBehindARunThatHangsGoToAnotherWorker() {
        encoder.hangsOn = "hang";
        start(EngineOptions.forCpus(2).withBatchPolicy(BatchPolicy.tokenBudget(1000)));
        holdUpOneWorker();
        CompletableFuture<Embedding> second = embed("held");
        await().until(() -> encoder.started.get() == 2);
        List<CompletableFuture<Embedding>> texts =
                Stream.of("a", "hang", "b", "c").map(this::embed).toList();
        encoder.release();
        await().until(() -> encoder.hanging.get() == 1);

        tick(TIME_OUT);

        assertThat(failure(texts.get(1)))
                .as("nothing can end it, so trying again would cost one worker more")
                .isInstanceOf(TokenizingTimedOutException.class);
        for (int i : List.of(0, 2, 3)) {
            assertThat(texts.get(i).join().vector()).containsExactly(1);
        }
        assertThat(second.join().vector()).containsExactly(4);
        encoder.goOn();
    }

    @Test
    void failsWhenEveryWorkerHangs() {
        closePatience = Duration.ofMillis(1);
        start(EngineOptions.forCpus(2).withMaxWaiting(100));
        encoder.hold();
        List<CompletableFuture<Embedding>> texts = embedAll(10);
        await().until(() -> encoder.started.get() == 2);

        tick(TIME_OUT);
        assertThat(hasFailed()).isFalse();
        tick(RunWatch.GRACE);

        assertThat(hasFailed()).isTrue();
        assertThat(failures(texts.subList(0, 2)))
                .allMatch(EmbeddingTimedOutException.class::isInstance);
        assertThat(failures(texts.subList(2, 10)))
                .allSatisfy(
                        it ->
                                assertThat(it)
                                        .isInstanceOf(MachineFailedException.class)
                                        .hasMessageContaining("the model hangs on this machine"));
    }

    /** Else a run that hangs would go unnoticed from then on. */
    @Test
    void failsWhenTheWatchOverItsRunsFails() {
        closePatience = Duration.ofMillis(1);
        encoder.deafness = new IllegalStateException("cannot be told");
        start(EngineOptions.forCpus(2).withMaxWaiting(100));
        encoder.hold();
        List<CompletableFuture<Embedding>> texts = embedAll(10);
        await().until(() -> encoder.started.get() == 2);

        tick(TIME_OUT);

        assertThat(hasFailed()).isTrue();
        assertThat(failures(texts))
                .allSatisfy(
                        it ->
                                assertThat(it)
                                        .isInstanceOf(MachineFailedException.class)
                                        .hasMessageContaining("the watch over the model failed"));
    }

    @Test
    void closesWithoutAWorkerThatHangsWhichFreesTheModelWhenItComesBack() {
        closePatience = Duration.ofMillis(1);
        start(ONE_WORKER);
        holdUpOneWorker();

        close();

        assertThat(encoder.terminated).containsExactly(encoder.threads.get(0));
        assertThat(encoder.closed).hasValue(0);
        encoder.release();
        await().until(() -> encoder.closed.get() == 1);
    }

    @Test
    void callerFindsRoomWhenThoseAheadCannotBeTokenized() throws Exception {
        start(ONE_WORKER.withMaxWaiting(2));
        holdUpOneWorker();
        enqueue("");
        enqueue("");
        CompletableFuture<CompletableFuture<Embedding>> third = new CompletableFuture<>();
        Thread caller = new Thread(() -> third.complete(embed("three")));
        caller.start();
        await().until(() -> caller.getState() == Thread.State.WAITING);

        encoder.release();

        assertThat(third.get().join().vector()).containsExactly(5);
    }
}

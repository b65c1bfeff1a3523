package io.nearline.embedding.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.batch.BatchPolicy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for whom: back pressure, interrupts and the end of an engine. */
@Timeout(30)
class EngineThreadsTest extends EngineFixture {

    @Test
    void callerWaitsWhileTheLineIsFull() throws Exception {
        start(EngineOptions.forCpus(1).withMaxWaiting(2));
        holdUpOneWorker();
        enqueue("one");
        enqueue("two");
        FutureTask<CompletableFuture<Embedding>> third = new FutureTask<>(() -> embed("three"));
        Thread caller = new Thread(third);
        caller.start();
        await().until(() -> caller.getState() == Thread.State.WAITING);

        encoder.release();

        assertThat(third.get().join().vector()).containsExactly(5);
    }

    @Test
    void interruptedCallerGetsRetryableFailureAndKeepsItsFlag() throws Exception {
        start(EngineOptions.forCpus(1).withMaxWaiting(1));
        holdUpOneWorker();
        enqueue("one");
        FutureTask<Boolean> second =
                new FutureTask<>(
                        () -> {
                            CompletableFuture<Embedding> answer = embed("two");
                            return failure(answer) instanceof RetryableEmbeddingException
                                    && Thread.currentThread().isInterrupted();
                        });
        Thread caller = new Thread(second);
        caller.start();
        await().until(() -> caller.getState() == Thread.State.WAITING);

        caller.interrupt();

        assertThat(second.get()).isTrue();
    }

    @Test
    void closeFailsWhatWaitsAndFinishesWhatRuns() throws Exception {
        start(EngineOptions.forCpus(1).withMaxWaiting(1));
        holdUpOneWorker();
        CompletableFuture<Embedding> waiting = embed("waiting");
        FutureTask<CompletableFuture<Embedding>> blocked = new FutureTask<>(() -> embed("blocked"));
        Thread caller = new Thread(blocked);
        caller.start();
        await().until(() -> caller.getState() == Thread.State.WAITING);
        Thread closer = new Thread(this::close);
        closer.start();

        assertThat(failure(waiting)).isInstanceOf(RetryableEmbeddingException.class);
        assertThat(failure(blocked.get())).isInstanceOf(RetryableEmbeddingException.class);
        assertThat(encoder.closed).hasValue(0);
        encoder.release();
        closer.join();

        assertThat(held().join().vector()).containsExactly(4);
        assertThat(failure(embed("late"))).isInstanceOf(RetryableEmbeddingException.class);
    }

    @Test
    void closeFailsWhatIsTokenizedAndWaitsForItsTurn() throws Exception {
        start(EngineOptions.forCpus(1).withBatchPolicy(BatchPolicy.equalLengths(100)));
        holdUpOneWorker();
        CompletableFuture<Embedding> next = embed("next");
        CompletableFuture<Embedding> tokenized = embed("of another length");
        encoder.releaseOne();
        await().until(() -> encoder.started.get() == 2);
        Thread closer = new Thread(this::close);
        closer.start();

        assertThat(failure(tokenized)).isInstanceOf(RetryableEmbeddingException.class);
        encoder.release();
        closer.join();
        assertThat(next.join().vector()).containsExactly(4);
    }

    @Test
    void freesModelOnlyAfterItsThreads() {
        start(EngineOptions.forCpus(4));
        Stream.generate(() -> embed("text")).limit(50).toList().forEach(CompletableFuture::join);

        close();

        assertThat(encoder.closed).hasValue(1);
        assertThat(encoder.threads).isNotEmpty().noneMatch(Thread::isAlive);
    }

    @Test
    void closesInSpiteOfAnInterrupt() throws Exception {
        start(EngineOptions.forCpus(1));
        holdUpOneWorker();
        FutureTask<Boolean> close =
                new FutureTask<>(
                        () -> {
                            close();
                            return Thread.currentThread().isInterrupted();
                        });
        Thread closer = new Thread(close);
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);

        closer.interrupt();
        encoder.release();

        assertThat(close.get()).as("interrupt flag").isTrue();
        assertThat(encoder.closed).hasValue(1);
    }

    @Test
    void workersAreNamedDaemonsInTheOpenersClassLoader() throws Exception {
        ClassLoader original = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader openers = new URLClassLoader(new URL[0], original)) {
            Thread.currentThread().setContextClassLoader(openers);
            start(EngineOptions.forCpus(1));
            Thread.currentThread().setContextClassLoader(original);
            embed("text").join();

            Thread worker = encoder.threads.get(0);
            assertThat(worker.getName()).isEqualTo("nearline-embed-fake-0");
            assertThat(worker.isDaemon()).isTrue();
            assertThat(worker.getContextClassLoader()).isSameAs(openers);
        } finally {
            Thread.currentThread().setContextClassLoader(original);
        }
    }
}

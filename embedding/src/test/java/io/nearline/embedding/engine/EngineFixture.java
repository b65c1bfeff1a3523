package io.nearline.embedding.engine;

import static org.awaitility.Awaitility.await;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;

/** An engine around a {@link FakeEncoder}, closed after the test if the test did not. */
abstract class EngineFixture {

    final FakeEncoder encoder = new FakeEncoder();
    final HandPulse pulse = new HandPulse();
    Duration closePatience = Duration.ofMinutes(1);
    private Engine engine;
    private CompletableFuture<Embedding> held;

    @AfterEach
    void closeWhatIsOpen() {
        encoder.release();
        encoder.deafness = null;
        if (engine != null && encoder.closed.get() == 0) {
            engine.close();
        }
    }

    final void start(EngineOptions options) {
        engine = new Engine("fake", encoder, options, pulse, closePatience);
    }

    final boolean hasFailed() {
        return engine.hasFailed();
    }

    /** Lets so many tenths of a time-out go by. */
    final void tick(int times) {
        for (int i = 0; i < times; i++) {
            pulse.beat.run();
        }
    }

    final void close() {
        engine.close();
    }

    final CompletableFuture<Embedding> embed(String text) {
        return engine.embed(EmbeddableText.passage(text));
    }

    /** Asks for a text whose answer does not matter. */
    final void enqueue(String text) {
        CompletableFuture<Embedding> unused = embed(text);
    }

    /** Keeps one worker busy with a text of four tokens until {@link FakeEncoder#release()}. */
    final void holdUpOneWorker() {
        encoder.hold();
        held = embed("held");
        await().until(() -> encoder.started.get() > 0);
    }

    /** The answer to the text that holds up a worker. */
    final CompletableFuture<Embedding> held() {
        return held;
    }

    /** Beats when it is told to. */
    static final class HandPulse implements Pulse {

        private Runnable beat;

        @Override
        public void start(Runnable toBeat) {
            beat = toBeat;
        }

        @Override
        public void close() {}
    }

    static Throwable failure(CompletableFuture<Embedding> answer) {
        try {
            answer.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }
}

package io.nearline.bench.soak;

import io.nearline.bench.input.RandomTexts;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Keeps an embedder busy without a pause. */
final class Soak {
    /** Texts that were asked for and not yet answered: enough that no worker ever waits. */
    private static final int IN_FLIGHT = 256;

    private final Embedder embedder;
    private final RandomTexts texts;
    private final MemoryCourse course;

    Soak(Embedder embedder, RandomTexts texts, MemoryCourse course) {
        this.embedder = embedder;
        this.texts = texts;
        this.course = course;
    }

    /** Returns when so many texts have their vectors; the first that has none fails all. */
    void run(int total) {
        Queue<CompletableFuture<Embedding>> inFlight = new ArrayDeque<>();
        for (int asked = 0; asked < total; asked++) {
            inFlight.add(embedder.embed(EmbeddableText.passage(texts.next())));
            if (inFlight.size() == IN_FLIGHT) {
                take(inFlight);
            }
        }
        while (!inFlight.isEmpty()) {
            take(inFlight);
        }
        course.end();
    }

    private void take(Queue<CompletableFuture<Embedding>> inFlight) {
        course.passed(inFlight.remove().join().tokens());
    }
}

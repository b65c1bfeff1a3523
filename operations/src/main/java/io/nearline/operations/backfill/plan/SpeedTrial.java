package io.nearline.operations.backfill.plan;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.operators.assemble.PostText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs a model on this machine for a few seconds. */
final class SpeedTrial {

    /** Texts per worker before the clock starts: the first calls allocate. */
    private static final int WARM_UP = 8;

    private final Path bundle;
    private final EngineOptions options;
    private final Duration length;

    SpeedTrial(Path bundle, EngineOptions options, Duration length) {
        this.bundle = bundle;
        // The texts come round again and again: with a cache the model would idle.
        this.options = options.withCacheBytes(0);
        this.length = length;
    }

    /**
     * Tokens per second and worker, with all workers at it.
     *
     * @param texts one or more, in random order; the model gets them round after round
     * @throws io.nearline.embedding.ModelRejectedException if the model may not serve here
     */
    double tokensPerSecond(List<PostText> texts) {
        try (Embedder embedder = Embedders.open(bundle, options)) {
            embed(embedder, texts.subList(0, Math.min(texts.size(), WARM_UP * options.workers())));
            long start = System.nanoTime();
            long tokens = 0;
            long elapsed;
            do {
                tokens += embed(embedder, texts);
                elapsed = System.nanoTime() - start;
            } while (elapsed < length.toNanos());
            return tokens * 1e9 / elapsed / options.workers();
        }
    }

    /** Embeds the texts once; how many tokens they were. */
    private static long embed(Embedder embedder, List<PostText> texts) {
        List<CompletableFuture<Embedding>> asked = new ArrayList<>();
        for (PostText text : texts) {
            asked.add(embedder.embed(EmbeddableText.passage(text.text())));
        }
        return asked.stream().mapToLong(SpeedTrial::tokens).sum();
    }

    private static long tokens(CompletableFuture<Embedding> answer) {
        try {
            return answer.join().tokens();
        } catch (CompletionException e) {
            // A text that cannot be embedded costs nothing worth counting.
            return 0;
        }
    }
}

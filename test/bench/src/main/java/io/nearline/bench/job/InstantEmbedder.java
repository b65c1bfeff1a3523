package io.nearline.bench.job;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.ModelId;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers every text with the same vector, on threads of its own as an engine does, and neither
 * tokenises nor infers.
 */
final class InstantEmbedder implements Embedder {
    private static final EmbeddingCost COST = new EmbeddingCost(0, 0, 1, 1, 1);

    private final ModelId model;
    private final int dimensions;
    private final ExecutorService workers;

    InstantEmbedder(ModelId model, int dimensions, int workers) {
        this.model = model;
        this.dimensions = dimensions;
        this.workers = Executors.newFixedThreadPool(workers);
    }

    @Override
    public ModelId model() {
        return model;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public CompletableFuture<Embedding> embed(EmbeddableText text) {
        return CompletableFuture.supplyAsync(this::answer, workers);
    }

    private Embedding answer() {
        float[] vector = new float[dimensions];
        Arrays.fill(vector, (float) (1 / Math.sqrt(dimensions)));
        return new Embedding(vector, 1, false, COST);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}

package io.nearline.retrieval.serve;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.testkit.FakeVectors;
import java.util.concurrent.CompletableFuture;

/** An embedder without a model: a text's vector is a function of it, a query's like a passage's. */
final class HashEmbedder implements Embedder {

    /** A text with this can have no vector. */
    static final String POISON = "[poison]";

    private final ModelId model;
    private volatile boolean closed;

    HashEmbedder(String name, String digest) {
        model = new ModelId(name, digest);
    }

    static float[] vectorOf(String text) {
        return FakeVectors.of(text, ListedPosts.DIMENSIONS);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public ModelId model() {
        return model;
    }

    @Override
    public int dimensions() {
        return ListedPosts.DIMENSIONS;
    }

    @Override
    public CompletableFuture<Embedding> embed(EmbeddableText text) {
        if (text.role() != Role.QUERY) {
            throw new IllegalArgumentException("The service embeds queries only");
        }
        if (closed) {
            return CompletableFuture.failedFuture(new RetryableEmbeddingException("closed"));
        }
        if (text.text().contains(POISON)) {
            return CompletableFuture.failedFuture(new UnembeddableTextException("told to refuse"));
        }
        return CompletableFuture.completedFuture(
                new Embedding(vectorOf(text.text()), 3, false, new EmbeddingCost(0, 0, 1, 3, 3)));
    }

    @Override
    public void close() {
        closed = true;
    }
}

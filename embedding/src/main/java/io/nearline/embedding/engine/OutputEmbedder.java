package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.NamedVector;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** An embedder whose vector is a further output of another one, which it owns. */
final class OutputEmbedder implements Embedder {

    private final Embedder whole;
    private final String output;
    private final int dimensions;

    /**
     * @param output one of {@code whole}'s
     */
    OutputEmbedder(Embedder whole, String output) {
        this.whole = whole;
        this.output = output;
        this.dimensions = Objects.requireNonNull(whole.outputs().get(output));
    }

    @Override
    public ModelId model() {
        return whole.model();
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public CompletableFuture<Embedding> embed(EmbeddableText text) {
        CompletableFuture<Embedding> asked = whole.embed(text);
        CompletableFuture<Embedding> answer = asked.thenApply(this::narrowed);
        var unused =
                answer.whenComplete(
                        (embedding, failure) -> {
                            if (answer.isCancelled()) {
                                asked.cancel(false);
                            }
                        });
        return answer;
    }

    private Embedding narrowed(Embedding embedding) {
        for (NamedVector one : embedding.outputs()) {
            if (one.name().equals(output)) {
                return new Embedding(
                        one.vector(), embedding.tokens(), embedding.truncated(), embedding.cost());
            }
        }
        throw new IllegalStateException("an embedding lacks the output " + output);
    }

    @Override
    public void close() {
        whole.close();
    }
}

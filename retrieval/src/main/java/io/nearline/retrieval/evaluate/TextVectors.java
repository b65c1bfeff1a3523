package io.nearline.retrieval.evaluate;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Embeds the texts of sets with one model, as the service embeds posts and queries. */
public final class TextVectors {

    private final Embedder embedder;
    private final Embedder queries;
    private final Progress progress;

    /** Of a model whose queries enter as its posts do. */
    public TextVectors(Embedder embedder, Progress progress) {
        this(embedder, embedder, progress);
    }

    /**
     * Of a model whose queries may go through a tower of their own.
     *
     * @param queries embeds texts to find with
     */
    public TextVectors(Embedder embedder, Embedder queries, Progress progress) {
        this.embedder = embedder;
        this.queries = queries;
        this.progress = progress;
    }

    ModelId model() {
        return embedder.model();
    }

    /**
     * The vectors of texts that are to be found, in their order.
     *
     * @param what the texts are called where progress is shown
     * @throws EvaluationFailedException if one of them has no vector
     */
    List<float[]> passages(String what, List<String> texts) {
        return embed(embedder, what, texts, EmbeddableText::passage);
    }

    /** The same of texts to find with: with the model's query prefix, if it has one. */
    List<float[]> queries(String what, List<String> texts) {
        return embed(queries, what, texts, EmbeddableText::query);
    }

    private List<float[]> embed(
            Embedder by, String what, List<String> texts, Function<String, EmbeddableText> role) {
        progress.begin("embedding %s with %s".formatted(what, model().name()), texts.size());
        AtomicLong done = new AtomicLong();
        List<CompletableFuture<Embedding>> asked = new ArrayList<>();
        for (String text : texts) {
            CompletableFuture<Embedding> one = by.embed(role.apply(text));
            var unused =
                    one.whenComplete((vector, failure) -> progress.reached(done.incrementAndGet()));
            asked.add(one);
        }
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            vectors.add(vector(asked.get(i), what, i));
        }
        return vectors;
    }

    private float[] vector(CompletableFuture<Embedding> asked, String what, int place) {
        try {
            return asked.join().vector();
        } catch (CompletionException e) {
            throw new EvaluationFailedException(
                    "%s: text %d has no vector under %s: leave it out, or take another model"
                            .formatted(what, place + 1, model().name()),
                    e.getCause());
        }
    }
}

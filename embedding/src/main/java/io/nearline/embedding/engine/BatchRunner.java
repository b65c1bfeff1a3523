package io.nearline.embedding.engine;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.tokenize.TokenIds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Answers the requests that a worker took: tokenises, batches, encodes. Every request ends answered
 * or failed.
 */
final class BatchRunner {

    private final TextEncoder encoder;
    private final BatchPolicy policy;
    private final BooleanSupplier stopping;

    BatchRunner(TextEncoder encoder, BatchPolicy policy, BooleanSupplier stopping) {
        this.encoder = encoder;
        this.policy = policy;
        this.stopping = stopping;
    }

    private record Tokenized(Request request, TokenIds tokens, long startedAt) {}

    void answer(List<Request> requests) {
        try {
            for (List<Tokenized> batch :
                    policy.split(tokenize(requests), text -> text.tokens().count())) {
                encode(batch);
            }
        } catch (RuntimeException | Error e) {
            // Whatever went wrong, nobody may wait for ever and the worker must live on.
            requests.forEach(request -> request.fail(explain(e)));
        }
    }

    private List<Tokenized> tokenize(List<Request> requests) {
        long startedAt = System.nanoTime();
        List<Tokenized> texts = new ArrayList<>(requests.size());
        for (Request request : requests) {
            if (!request.isAbandoned()) {
                tokenize(request, startedAt, texts);
            }
        }
        return texts;
    }

    private void tokenize(Request request, long startedAt, List<Tokenized> texts) {
        try {
            texts.add(new Tokenized(request, encoder.tokenize(request.text()), startedAt));
        } catch (RuntimeException | Error e) {
            request.fail(explain(e));
        }
    }

    private void encode(List<Tokenized> batch) {
        if (stopping.getAsBoolean()) {
            batch.forEach(text -> text.request().fail(Engine.closedFailure()));
            return;
        }
        long startedAt = System.nanoTime();
        List<float[]> vectors;
        try {
            vectors = encoder.encode(batch.stream().map(Tokenized::tokens).toList());
            requireOnePerText(batch, vectors);
        } catch (RuntimeException | Error e) {
            isolate(batch, e);
            return;
        }
        deliver(batch, vectors, System.nanoTime() - startedAt);
    }

    private static void requireOnePerText(List<Tokenized> batch, List<float[]> vectors) {
        if (vectors.size() != batch.size()) {
            throw new RetryableEmbeddingException(
                    "the model gave " + vectors.size() + " vectors for " + batch.size() + " texts");
        }
    }

    /**
     * Halves the batch until those to blame are alone, so that their batch mates get their vectors.
     */
    private void isolate(List<Tokenized> batch, Throwable failure) {
        if (batch.size() == 1) {
            batch.get(0).request().fail(explain(failure));
            return;
        }
        int middle = batch.size() / 2;
        encode(batch.subList(0, middle));
        encode(batch.subList(middle, batch.size()));
    }

    private static void deliver(List<Tokenized> batch, List<float[]> vectors, long inferenceNanos) {
        int tokens = 0;
        int longest = 0;
        for (Tokenized text : batch) {
            tokens += text.tokens().count();
            longest = Math.max(longest, text.tokens().count());
        }
        for (int i = 0; i < batch.size(); i++) {
            Tokenized text = batch.get(i);
            long queueNanos = text.startedAt() - text.request().askedAt();
            EmbeddingCost cost =
                    new EmbeddingCost(
                            queueNanos,
                            inferenceNanos,
                            batch.size(),
                            tokens,
                            longest * batch.size());
            text.request()
                    .answer()
                    .complete(
                            new Embedding(
                                    vectors.get(i),
                                    text.tokens().count(),
                                    text.tokens().truncated(),
                                    cost));
        }
    }

    private static EmbeddingException explain(Throwable failure) {
        if (failure instanceof EmbeddingException known) {
            return known;
        }
        // An Error is the machine's doing (memory, linkage); another exception is this text's, and
        // would come again.
        return failure instanceof Error
                ? new RetryableEmbeddingException("the machine failed", failure)
                : UnembeddableTextException.withoutMessageOf(failure, "the model");
    }
}

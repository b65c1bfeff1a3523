package io.nearline.embedding.engine;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a worker does with requests: tokenises them and sends batches through the model. Every
 * request ends answered, failed or back in the line.
 */
final class BatchRunner {

    private final TextEncoder encoder;
    private final BooleanSupplier stopping;

    BatchRunner(TextEncoder encoder, BooleanSupplier stopping) {
        this.encoder = encoder;
        this.stopping = stopping;
    }

    /**
     * The requests that are ready for the model; the others are failed, or nobody waits for them.
     */
    List<TokenizedRequest> tokenize(List<Request> requests) {
        List<TokenizedRequest> ready = new ArrayList<>(requests.size());
        for (Request request : requests) {
            if (!request.isAbandoned()) {
                tokenize(request, ready);
            }
        }
        return ready;
    }

    private void tokenize(Request request, List<TokenizedRequest> ready) {
        try {
            ready.add(new TokenizedRequest(request, encoder.tokenize(request.text())));
        } catch (RuntimeException | Error e) {
            request.fail(explain(e));
        }
    }

    /** Answers the requests of one batch. */
    void answer(List<TokenizedRequest> batch) {
        List<TokenizedRequest> wanted =
                batch.stream().filter(text -> !text.request().isAbandoned()).toList();
        try {
            if (!wanted.isEmpty()) {
                encode(wanted);
            }
        } catch (RuntimeException | Error e) {
            // Whatever went wrong, nobody may wait for ever and the worker must live on.
            batch.forEach(text -> text.request().fail(explain(e)));
        }
    }

    private void encode(List<TokenizedRequest> batch) {
        if (stopping.getAsBoolean()) {
            batch.forEach(text -> text.request().fail(Engine.closedFailure()));
            return;
        }
        long startedAt = System.nanoTime();
        List<float[]> vectors;
        try {
            vectors = encoder.encode(batch.stream().map(TokenizedRequest::tokens).toList());
            requireOnePerText(batch, vectors);
        } catch (RuntimeException | Error e) {
            isolate(batch, e);
            return;
        }
        deliver(batch, vectors, startedAt);
    }

    private static void requireOnePerText(List<TokenizedRequest> batch, List<float[]> vectors) {
        if (vectors.size() != batch.size()) {
            throw new RetryableEmbeddingException(
                    "the model gave " + vectors.size() + " vectors for " + batch.size() + " texts");
        }
    }

    /**
     * Halves the batch until those to blame are alone, so that their batch mates get their vectors.
     */
    private void isolate(List<TokenizedRequest> batch, Throwable failure) {
        if (batch.size() == 1) {
            batch.get(0).request().fail(explain(failure));
            return;
        }
        int middle = batch.size() / 2;
        encode(batch.subList(0, middle));
        encode(batch.subList(middle, batch.size()));
    }

    private static void deliver(
            List<TokenizedRequest> batch, List<float[]> vectors, long startedAt) {
        long inferenceNanos = System.nanoTime() - startedAt;
        int tokens = 0;
        int longest = 0;
        for (TokenizedRequest text : batch) {
            tokens += text.tokens().count();
            longest = Math.max(longest, text.tokens().count());
        }
        for (int i = 0; i < batch.size(); i++) {
            TokenizedRequest text = batch.get(i);
            long queueNanos = startedAt - text.request().askedAt();
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

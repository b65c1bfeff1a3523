package io.nearline.embedding.engine;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one worker does with requests: tokenises them and sends batches through the model. Every
 * request ends answered, failed or back in the line.
 */
final class BatchRunner {

    private final TextEncoder encoder;
    private final InHand inHand;
    private final Surroundings engine;
    private final ModelHealth health;

    /** What a worker needs to know of its engine, and tells it. */
    interface Surroundings {

        /** The time, in ticks of the watch. */
        long now();

        /** Why no run may begin any more; null while they may. */
        EmbeddingException stopReason();

        /** Nothing can be embedded here any more. */
        void fail(MachineFailedException reason);
    }

    /**
     * @param inHand what the worker has in hand
     * @param health of the model, common to all its workers
     */
    BatchRunner(TextEncoder encoder, InHand inHand, ModelHealth health, Surroundings engine) {
        this.encoder = encoder;
        this.inHand = inHand;
        this.health = health;
        this.engine = engine;
    }

    /**
     * The requests that are ready for the model; the others are failed, or nobody waits for them.
     */
    List<TokenizedRequest> tokenize(List<Request> requests) {
        List<TokenizedRequest> ready = new ArrayList<>(requests.size());
        for (Request request : requests) {
            if (!request.isAbandoned() && !tokenize(request, ready)) {
                return List.of();
            }
        }
        return ready;
    }

    /** Whether the step is still this worker's. */
    private boolean tokenize(Request request, List<TokenizedRequest> ready) {
        if (!inHand.beginRun(List.of(request), engine.now())) {
            return false;
        }
        try {
            ready.add(new TokenizedRequest(request, encoder.tokenize(request.text())));
        } catch (RuntimeException | Error e) {
            if (inHand.endRun()) {
                request.fail(judge(e));
            }
        }
        return inHand.endRun();
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
            EmbeddingException reason = judge(e);
            batch.forEach(text -> text.request().fail(reason));
        }
    }

    private void encode(List<TokenizedRequest> batch) {
        EmbeddingException stopped = engine.stopReason();
        if (stopped != null) {
            batch.forEach(text -> text.request().fail(stopped));
            return;
        }
        if (!inHand.beginRun(requests(batch), engine.now())) {
            return;
        }
        long startedAt = System.nanoTime();
        List<float[]> vectors;
        try {
            vectors = encoder.encode(batch.stream().map(TokenizedRequest::tokens).toList());
            requireOnePerText(batch, vectors);
        } catch (RuntimeException | Error e) {
            if (inHand.endRun()) {
                isolate(batch, e);
            }
            return;
        }
        if (inHand.endRun()) {
            health.succeeded();
            deliver(batch, vectors, startedAt);
        }
    }

    private static List<Request> requests(List<TokenizedRequest> batch) {
        List<Request> requests = new ArrayList<>(batch.size());
        for (TokenizedRequest text : batch) {
            requests.add(text.request());
        }
        return requests;
    }

    private static void requireOnePerText(List<TokenizedRequest> batch, List<float[]> vectors) {
        if (vectors.size() != batch.size()) {
            throw new RetryableEmbeddingException(
                    "the model gave %d vectors for %d texts"
                            .formatted(vectors.size(), batch.size()));
        }
    }

    /**
     * Halves the batch until those to blame are alone, so that their batch mates get their vectors.
     */
    private void isolate(List<TokenizedRequest> batch, Throwable failure) {
        if (batch.size() == 1 || MachineFailedException.isToBlameFor(failure)) {
            EmbeddingException reason = judge(failure);
            batch.forEach(text -> text.request().fail(reason));
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

    /** What to tell those who wait; tells the engine too if the machine is to blame. */
    private EmbeddingException judge(Throwable failure) {
        EmbeddingException reason = explain(failure);
        if (!(reason instanceof MachineFailedException) && health.failed()) {
            reason = test(reason);
        }
        if (reason instanceof MachineFailedException fatal) {
            engine.fail(fatal);
        }
        return reason;
    }

    /**
     * Finds out whether texts are to blame for so many failures in a row, by some that are known to
     * be good.
     */
    private EmbeddingException test(EmbeddingException last) {
        if (!inHand.beginRun(List.of(), engine.now())) {
            return last;
        }
        try {
            encoder.selfTest();
            health.succeeded();
            return last;
        } catch (RuntimeException | Error e) {
            return new MachineFailedException(
                    """
                    the model fails on this machine: %d texts in a row got no vector, the last \
                    because "%s", and the bundle's golden texts get none either (%s); look whether \
                    the machine's memory, processors and device are sound\
                    """
                            .formatted(
                                    ModelHealth.SUSPICIOUS,
                                    last.getMessage(),
                                    explain(e).getMessage()));
        } finally {
            inHand.endRun();
        }
    }

    private static EmbeddingException explain(Throwable failure) {
        if (failure instanceof EmbeddingException known) {
            return known;
        }
        if (MachineFailedException.isToBlameFor(failure)) {
            return MachineFailedException.of((Error) failure, "the model");
        }
        // Any other Error is the machine's doing, if perhaps for once; an exception is this text's,
        // and would come again.
        return failure instanceof Error && !(failure instanceof StackOverflowError)
                ? new RetryableEmbeddingException(
                        "the machine failed with " + failure.getClass().getName())
                : UnembeddableTextException.withoutMessageOf(failure, "the model");
    }
}

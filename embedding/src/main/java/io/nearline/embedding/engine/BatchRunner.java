package io.nearline.embedding.engine;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.vector.RowLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one worker's batches through the model. Every request ends answered or failed, unless its
 * step was taken from the worker.
 */
final class BatchRunner {

    private final TextEncoder encoder;
    private final RowLayout layout;
    private final WaitingLine line;
    private final InHand inHand;
    private final ModelHealth health;

    /**
     * @param line says whether runs may still begin
     * @param inHand what the worker has in hand
     */
    BatchRunner(TextEncoder encoder, WaitingLine line, InHand inHand, ModelHealth health) {
        this.encoder = encoder;
        this.layout = encoder.layout();
        this.line = line;
        this.inHand = inHand;
        this.health = health;
    }

    /** Answers the requests of one batch. */
    void answer(List<Request.Tokenized> batch) {
        List<Request.Tokenized> wanted =
                batch.stream().filter(text -> !text.request().isAbandoned()).toList();
        try {
            if (!wanted.isEmpty()) {
                encode(wanted);
            }
        } catch (RuntimeException | Error e) {
            // Whatever went wrong, nobody may wait for ever and the worker must live on.
            EmbeddingException reason = health.judge(e, inHand);
            batch.forEach(text -> text.request().fail(reason));
        }
    }

    private void encode(List<Request.Tokenized> batch) {
        EmbeddingException stopped = line.closedFor();
        if (stopped != null) {
            batch.forEach(text -> text.request().fail(stopped));
            return;
        }
        if (!inHand.beginRun(requests(batch))) {
            return;
        }
        long startedAt = System.nanoTime();
        List<float[]> rows;
        try {
            rows = encoder.encode(batch.stream().map(Request.Tokenized::tokens).toList());
            requireOnePerText(batch, rows);
        } catch (RuntimeException | Error e) {
            if (inHand.endRun()) {
                isolate(batch, e);
            }
            return;
        }
        if (inHand.endRun()) {
            health.succeeded();
            deliver(batch, rows, startedAt);
        }
    }

    private static List<Request> requests(List<Request.Tokenized> batch) {
        List<Request> requests = new ArrayList<>(batch.size());
        for (Request.Tokenized text : batch) {
            requests.add(text.request());
        }
        return requests;
    }

    private static void requireOnePerText(List<Request.Tokenized> batch, List<float[]> rows) {
        if (rows.size() != batch.size()) {
            throw new RetryableEmbeddingException(
                    "the model gave %d vectors for %d texts".formatted(rows.size(), batch.size()));
        }
    }

    /**
     * Halves the batch until those to blame are alone, so that their batch mates get their vectors.
     */
    private void isolate(List<Request.Tokenized> batch, Throwable failure) {
        if (batch.size() == 1 || MachineFailedException.isToBlameFor(failure)) {
            EmbeddingException reason = health.judge(failure, inHand);
            batch.forEach(text -> text.request().fail(reason));
            return;
        }
        int middle = batch.size() / 2;
        encode(batch.subList(0, middle));
        encode(batch.subList(middle, batch.size()));
    }

    private void deliver(List<Request.Tokenized> batch, List<float[]> rows, long startedAt) {
        long inferenceNanos = System.nanoTime() - startedAt;
        int tokens = 0;
        int longest = 0;
        for (Request.Tokenized text : batch) {
            tokens += text.tokens().count();
            longest = Math.max(longest, text.tokens().count());
        }
        for (int i = 0; i < batch.size(); i++) {
            Request.Tokenized text = batch.get(i);
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
                                    layout.main(rows.get(i)),
                                    text.tokens().count(),
                                    text.tokens().truncated(),
                                    cost,
                                    layout.further(rows.get(i))));
        }
    }
}

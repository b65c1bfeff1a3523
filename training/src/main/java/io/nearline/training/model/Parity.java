package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.vector.Cosine;
import java.util.List;
import java.util.function.Function;

/**
 * How close vectors computed here are to those of the runtime that serves them.
 *
 * @param texts how many were compared
 * @param leastCosine of the worst
 */
public record Parity(int texts, double leastCosine) {

    /** Between the trainer and a graph in fp32. */
    public static final double OF_GRAPH = 0.999999;

    /** Between the trainer and a bundle as it serves. */
    public static final double OF_SERVED = 0.99999;

    /** Compares an encoder with what serves its weights. */
    public static Parity between(
            Encoder encoder,
            Function<EmbeddableText, int[]> tokenizer,
            Function<EmbeddableText, float[]> served,
            List<EmbeddableText> texts) {
        return between(encoder::vectors, tokenizer, served, texts);
    }

    /**
     * Compares whatever makes vectors with what serves.
     *
     * @param <T> what the trainer reads of a text
     */
    public static <T> Parity between(
            Function<List<T>, List<float[]>> trainer,
            Function<EmbeddableText, T> tokenizer,
            Function<EmbeddableText, float[]> served,
            List<EmbeddableText> texts) {
        List<float[]> mine = trainer.apply(texts.stream().map(tokenizer).toList());
        double least = 1;
        for (int i = 0; i < texts.size(); i++) {
            StoppedException.throwIfInterrupted();
            double cosine = Cosine.between(mine.get(i), served.apply(texts.get(i)));
            // Written so that NaN counts as the worst.
            least = cosine >= least ? least : cosine;
        }
        return new Parity(texts.size(), least);
    }

    /**
     * Passes if no cosine is below the bar.
     *
     * @param whose what was compared, for the message
     * @throws ModelRejectedException if one is
     */
    public Parity require(double bar, String whose) {
        if (!(leastCosine >= bar)) {
            throw new ModelRejectedException(
                    "the trainer's vectors are not those of %s: least cosine %.7f of %d texts, needed %s; its graph computes something else than a BERT of its form"
                            .formatted(whose, leastCosine, texts, bar));
        }
        return this;
    }
}

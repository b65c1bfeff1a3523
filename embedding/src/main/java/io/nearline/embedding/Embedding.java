package io.nearline.embedding;

import java.util.List;

/**
 * One text's vector and how it came about.
 *
 * @param vector as many finite numbers as {@link Embedder#dimensions()}; owned by the receiver
 * @param tokens tokens of the text as the model reads it, specials included
 * @param truncated whether the text was longer than the model's window, so that its end is not in
 *     the vector
 * @param cost what the vector cost
 * @param outputs further vectors of the text, one for each of {@link Embedder#outputs()}
 */
public record Embedding(
        float[] vector,
        int tokens,
        boolean truncated,
        EmbeddingCost cost,
        List<NamedVector> outputs) {

    /** One vector, and no further ones. */
    public Embedding(float[] vector, int tokens, boolean truncated, EmbeddingCost cost) {
        this(vector, tokens, truncated, cost, List.of());
    }
}

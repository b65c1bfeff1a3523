package io.nearline.embedding;

/**
 * What a vector cost. All but the first value are those of the whole batch that the text rode in. A
 * batch's cost is told with each of its texts, but once per text only: who shares another's vector
 * is told {@link #NONE}.
 *
 * @param queueNanos time from the request to the model, tokenising included
 * @param inferenceNanos time the model ran
 * @param batchTexts texts in the batch; 0 if the model did not run for this text
 * @param batchTokens real tokens in the batch, specials included
 * @param paddedTokens tokens the model had to read: texts times the longest of them, never below
 *     {@code batchTokens}
 */
public record EmbeddingCost(
        long queueNanos, long inferenceNanos, int batchTexts, int batchTokens, int paddedTokens) {

    /** The model did not run: an earlier or simultaneous run for the same text had the vector. */
    public static final EmbeddingCost NONE = new EmbeddingCost(0, 0, 0, 0, 0);

    /** Whether the model ran for this text. */
    public boolean ranModel() {
        return batchTexts > 0;
    }
}

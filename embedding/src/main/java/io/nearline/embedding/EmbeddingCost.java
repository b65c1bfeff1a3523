package io.nearline.embedding;

/**
 * What a vector cost. All but the first value are those of the whole batch that the text rode in.
 *
 * @param queueNanos time the text waited for a free worker
 * @param inferenceNanos time the model ran
 * @param batchTexts texts in the batch
 * @param batchTokens real tokens in the batch, specials included
 * @param paddedTokens tokens the model had to read: texts times the longest of them, never below
 *     {@code batchTokens}
 */
public record EmbeddingCost(
        long queueNanos, long inferenceNanos, int batchTexts, int batchTokens, int paddedTokens) {}

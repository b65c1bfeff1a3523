package io.nearline.embedding.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * See {@link BatchPolicy#tokenBudget(int)}.
 *
 * @param paddedTokens most tokens in a batch, padding included
 */
record TokenBudget(int paddedTokens) implements BatchPolicy {

    TokenBudget {
        TokenLimit.require(paddedTokens);
    }

    @Override
    public int share(int waiting, int workers) {
        return TokenLimit.share(waiting, workers, paddedTokens);
    }

    @Override
    public <T> List<List<T>> split(List<T> texts, ToIntFunction<T> tokens) {
        List<T> byLength = new ArrayList<>(texts);
        byLength.sort(Comparator.comparingInt(tokens));
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        for (T text : byLength) {
            // Sorted, so this text is the longest so far and sets the padding of all.
            if (!batch.isEmpty() && (batch.size() + 1L) * tokens.applyAsInt(text) > paddedTokens) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(text);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    @Override
    public BatchSize size() {
        return BatchSize.MANY;
    }
}

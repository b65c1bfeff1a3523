package io.nearline.embedding.batch;

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
        return TokenLimit.cut(texts, tokens, paddedTokens, (shortest, longest) -> true);
    }

    @Override
    public BatchSize size() {
        return BatchSize.MANY;
    }
}

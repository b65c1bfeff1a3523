package io.nearline.embedding.batch;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * See {@link BatchPolicy#equalLengths(int)}.
 *
 * @param tokens most tokens in a batch
 */
record EqualLengths(int tokens) implements BatchPolicy {

    EqualLengths {
        TokenLimit.require(tokens);
    }

    @Override
    public int share(int waiting, int workers) {
        return TokenLimit.share(waiting, workers, tokens);
    }

    @Override
    public <T> List<List<T>> split(List<T> texts, ToIntFunction<T> count) {
        return TokenLimit.cut(texts, count, tokens, (shortest, longest) -> shortest == longest);
    }

    @Override
    public BatchSize size() {
        return BatchSize.MANY;
    }
}

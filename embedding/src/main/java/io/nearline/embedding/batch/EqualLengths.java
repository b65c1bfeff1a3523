package io.nearline.embedding.batch;

import java.util.ArrayList;
import java.util.Comparator;
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
        List<T> byLength = new ArrayList<>(texts);
        byLength.sort(Comparator.comparingInt(count));
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        int length = 0;
        for (T text : byLength) {
            int own = count.applyAsInt(text);
            if (!batch.isEmpty() && (own != length || (batch.size() + 1L) * own > tokens)) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            length = own;
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

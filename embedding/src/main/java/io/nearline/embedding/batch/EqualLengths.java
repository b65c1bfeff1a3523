package io.nearline.embedding.batch;

import io.nearline.embedding.bundle.BatchInvariance;
import java.util.ArrayList;
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
    public <T> List<T> choose(List<T> waiting, ToIntFunction<T> count, int workers) {
        int length = count.applyAsInt(waiting.get(0));
        int most = TokenLimit.equalPart(waiting.size(), workers);
        List<T> batch = new ArrayList<>();
        for (T text : waiting) {
            if (!batch.isEmpty()
                    && (batch.size() == most || (batch.size() + 1L) * length > tokens)) {
                break;
            }
            if (count.applyAsInt(text) == length) {
                batch.add(text);
            }
        }
        return batch;
    }

    @Override
    public BatchInvariance needs() {
        return BatchInvariance.IF_UNPADDED;
    }
}

package io.nearline.embedding.batch;

import static java.util.Comparator.comparingInt;

import io.nearline.embedding.bundle.BatchInvariance;
import java.util.ArrayList;
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

    /** The first text and those nearest to it in length, for they need the least padding. */
    @Override
    public <T> List<T> choose(List<T> waiting, ToIntFunction<T> tokens, int workers) {
        int first = tokens.applyAsInt(waiting.get(0));
        int most = TokenLimit.equalPart(waiting.size(), workers);
        List<T> byLikeness = new ArrayList<>(waiting);
        // A stable sort: the first text stays the first.
        byLikeness.sort(comparingInt(text -> Math.abs(tokens.applyAsInt(text) - first)));
        List<T> batch = new ArrayList<>();
        int longest = first;
        for (T text : byLikeness) {
            longest = Math.max(longest, tokens.applyAsInt(text));
            if (!batch.isEmpty()
                    && (batch.size() == most || (batch.size() + 1L) * longest > paddedTokens)) {
                break;
            }
            batch.add(text);
        }
        return batch;
    }

    @Override
    public BatchInvariance needs() {
        return BatchInvariance.ALWAYS;
    }
}

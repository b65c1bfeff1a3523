package io.nearline.embedding.batch;

import static java.util.Comparator.comparingInt;

import io.nearline.embedding.bundle.BatchInvariance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * See {@link BatchPolicy#similarLengths(int)}.
 *
 * @param tokens most tokens in a batch
 */
record SimilarLengths(int tokens) implements BatchPolicy {
    /** So many tokens fill a processor: a longer batch gains nothing, and pays for its padding. */
    private static final int FULL = 128;

    /** A text more in a call saves what a call costs by itself, some 20 tokens of fp32 MiniLM. */
    private static final int MOST_PADDING = 4;

    SimilarLengths {
        TokenLimit.require(tokens);
    }

    @Override
    public <T> List<T> choose(List<T> waiting, ToIntFunction<T> count, int workers) {
        List<T> batch = new EqualLengths(tokens).choose(waiting, count, workers);
        int length = count.applyAsInt(batch.get(0));
        int most = TokenLimit.equalPart(waiting.size(), workers);
        if (batch.size() < most && batch.size() * length < FULL) {
            addSimilar(batch, similar(waiting, count, length), count, most);
        }
        return batch;
    }

    /** Of other lengths, the nearest first. */
    private static <T> List<T> similar(List<T> waiting, ToIntFunction<T> count, int length) {
        List<T> similar = new ArrayList<>();
        for (T text : waiting) {
            int difference = Math.abs(count.applyAsInt(text) - length);
            if (difference > 0 && difference <= MOST_PADDING) {
                similar.add(text);
            }
        }
        similar.sort(comparingInt(text -> Math.abs(count.applyAsInt(text) - length)));
        return similar;
    }

    private <T> void addSimilar(List<T> batch, List<T> similar, ToIntFunction<T> count, int most) {
        int shortest = count.applyAsInt(batch.get(0));
        int longest = shortest;
        for (T text : similar) {
            shortest = Math.min(shortest, count.applyAsInt(text));
            longest = Math.max(longest, count.applyAsInt(text));
            if (batch.size() == most
                    || longest - shortest > MOST_PADDING
                    || (batch.size() + 1) * longest > Math.min(FULL, tokens)) {
                return;
            }
            batch.add(text);
        }
    }

    @Override
    public BatchInvariance needs() {
        return BatchInvariance.ALWAYS;
    }
}

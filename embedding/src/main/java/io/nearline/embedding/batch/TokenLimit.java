package io.nearline.embedding.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/** What policies have in common that limit the tokens of a batch. */
final class TokenLimit {

    private TokenLimit() {}

    /** Whether texts of these lengths may be in one batch. */
    @FunctionalInterface
    interface Companions {
        boolean fit(int shortest, int longest);
    }

    /** Refuses a limit that no text keeps. */
    static void require(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException(
                    "token budget is " + tokens + "; use 1 or more, such as 512");
        }
    }

    /**
     * An equal part of what waits, so that the other workers find something too; never more than
     * could fill a batch of {@code tokens}.
     */
    static int share(int waiting, int workers, int tokens) {
        int equalPart = (waiting + workers - 1) / workers;
        return Math.max(1, Math.min(equalPart, tokens));
    }

    /**
     * Sorts texts by length and cuts them where a batch would exceed the limit, padding included,
     * or texts would not go together.
     *
     * @param limit most tokens in a batch; a single text may exceed it
     */
    static <T> List<List<T>> cut(
            List<T> texts, ToIntFunction<T> length, int limit, Companions companions) {
        List<T> byLength = new ArrayList<>(texts);
        byLength.sort(Comparator.comparingInt(length));
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        for (T text : byLength) {
            // Sorted, so this text is the longest so far and sets the padding of all.
            int longest = length.applyAsInt(text);
            if (!batch.isEmpty()
                    && ((batch.size() + 1L) * longest > limit
                            || !companions.fit(length.applyAsInt(batch.get(0)), longest))) {
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
}

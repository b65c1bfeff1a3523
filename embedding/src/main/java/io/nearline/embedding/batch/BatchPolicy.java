package io.nearline.embedding.batch;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How many texts a free worker takes, and which of them go through the model together. Immutable,
 * compared by value.
 */
public sealed interface BatchPolicy permits EqualLengths, OneTextPerCall, TokenBudget {

    /**
     * One text a call: never padded, lowest latency, and the only policy under which dynamically
     * quantised models give the same vector twice.
     */
    static BatchPolicy oneTextPerCall() {
        return new OneTextPerCall();
    }

    /**
     * Batches of texts of similar length.
     *
     * @param paddedTokens most tokens in a batch, padding included; a single text may exceed it
     */
    static BatchPolicy tokenBudget(int paddedTokens) {
        return new TokenBudget(paddedTokens);
    }

    /**
     * Texts of one and the same length together, as far as such texts wait: never padded. On a CPU
     * this is the fastest there is, for longer products fill the processor better and padding costs
     * more than it gains.
     *
     * @param tokens most tokens in a batch; a single text may exceed it
     */
    static BatchPolicy equalLengths(int tokens) {
        return new EqualLengths(tokens);
    }

    /**
     * How many texts a worker that has just become free should take; at least 1.
     *
     * @param waiting texts that wait now, 1 or more
     * @param workers workers that share them
     */
    int share(int waiting, int workers);

    /** Splits the texts a worker took into batches; every text is in exactly one, none is empty. */
    <T> List<List<T>> split(List<T> texts, ToIntFunction<T> tokens);

    /** Most texts that may go through the model in one call. */
    BatchSize size();

    /** Whether a text may have batch mates. */
    enum BatchSize {
        ONE,
        MANY
    }
}

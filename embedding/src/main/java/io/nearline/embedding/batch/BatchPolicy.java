package io.nearline.embedding.batch;

import io.nearline.embedding.bundle.BatchInvariance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Which of the texts that wait go through the model together. Immutable, compared by value. */
public sealed interface BatchPolicy
        permits EqualLengths, BatchPolicy.OneTextPerCall, SimilarLengths, TokenBudget {

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
     * Texts of one and the same length together, as far as such texts wait: never padded. Longer
     * products fill a processor better.
     *
     * @param tokens most tokens in a batch; a single text may exceed it
     */
    static BatchPolicy equalLengths(int tokens) {
        return new EqualLengths(tokens);
    }

    /**
     * As {@link #equalLengths}; where that leaves a batch short of what fills a processor, texts of
     * nearly its length go along, padded by a few tokens. What helps where few texts wait.
     *
     * @param tokens most tokens in a batch, padding included; a single text may exceed it
     */
    static BatchPolicy similarLengths(int tokens) {
        return new SimilarLengths(tokens);
    }

    /**
     * How many texts a free worker tokenises before it, or another, looks for a batch: its part of
     * all that arrived, for lengths must be known before texts can be compared.
     *
     * @param arrived texts whose length nobody knows yet
     * @param tokenized texts whose length is known
     * @param workers workers that share both
     * @return at most {@code arrived}; more than 0 if {@code tokenized} is 0
     */
    default int tokenizeNext(int arrived, int tokenized, int workers) {
        return TokenLimit.equalPart(arrived, workers);
    }

    /**
     * The next batch. The first text is always in it, so nobody is overtaken for ever. If several
     * workers share what waits, none takes more than an equal part.
     *
     * @param waiting 1 or more, in the order of their turn; left as they are
     * @param tokens a text's length
     * @param workers workers that share what waits
     */
    <T> List<T> choose(List<T> waiting, ToIntFunction<T> tokens, int workers);

    /**
     * The batches that one worker makes of texts that all wait at once; every text is in exactly
     * one, none is empty.
     */
    default <T> List<List<T>> split(List<T> texts, ToIntFunction<T> tokens) {
        List<T> waiting = new ArrayList<>(texts);
        List<List<T>> batches = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<T> batch = choose(waiting, tokens, 1);
            batch.forEach(waiting::remove);
            batches.add(batch);
        }
        return batches;
    }

    /** How invariant a model must be, at the least, for its vectors to be the same every time. */
    BatchInvariance needs();

    /** See {@link #oneTextPerCall()}. */
    record OneTextPerCall() implements BatchPolicy {

        /** Lengths do not matter, so none needs to be known ahead. */
        @Override
        public int tokenizeNext(int arrived, int tokenized, int workers) {
            return tokenized == 0 ? Math.min(1, arrived) : 0;
        }

        @Override
        public <T> List<T> choose(List<T> waiting, ToIntFunction<T> tokens, int workers) {
            return List.of(waiting.get(0));
        }

        @Override
        public BatchInvariance needs() {
            return BatchInvariance.NEVER;
        }
    }
}

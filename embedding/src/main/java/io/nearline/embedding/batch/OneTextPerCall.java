package io.nearline.embedding.batch;

import java.util.List;
import java.util.function.ToIntFunction;

/** See {@link BatchPolicy#oneTextPerCall()}. */
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
    public Mates mates() {
        return Mates.NONE;
    }
}

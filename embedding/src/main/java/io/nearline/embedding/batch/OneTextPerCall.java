package io.nearline.embedding.batch;

import java.util.List;
import java.util.function.ToIntFunction;

/** See {@link BatchPolicy#oneTextPerCall()}. */
record OneTextPerCall() implements BatchPolicy {

    @Override
    public int share(int waiting, int workers) {
        return 1;
    }

    @Override
    public <T> List<List<T>> split(List<T> texts, ToIntFunction<T> tokens) {
        if (texts.size() == 1) {
            return List.of(texts);
        }
        return texts.stream().map(List::of).toList();
    }

    @Override
    public BatchSize size() {
        return BatchSize.ONE;
    }
}

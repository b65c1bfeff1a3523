package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One holder's view of a shared engine. */
final class EngineHandle implements Embedder {

    private final ModelId model;
    private final int dimensions;
    private final Map<String, Integer> outputs;
    private final Engine engine;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    EngineHandle(
            ModelId model,
            int dimensions,
            Map<String, Integer> outputs,
            Engine engine,
            Runnable release) {
        this.model = model;
        this.dimensions = dimensions;
        this.outputs = outputs;
        this.engine = engine;
        this.release = release;
    }

    @Override
    public ModelId model() {
        return model;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public Map<String, Integer> outputs() {
        return outputs;
    }

    @Override
    public CompletableFuture<Embedding> embed(EmbeddableText text) {
        return closed.get()
                ? CompletableFuture.failedFuture(Engine.closedFailure())
                : engine.embed(text);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}

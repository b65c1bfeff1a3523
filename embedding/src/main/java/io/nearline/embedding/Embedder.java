package io.nearline.embedding;

import io.nearline.embedding.engine.EngineOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One model, ready to serve. Safe for use by many threads. */
public interface Embedder extends AutoCloseable {

    /** Identity of the model behind this embedder. */
    ModelId model();

    /** Length of every vector this embedder returns. */
    int dimensions();

    /**
     * Names and sizes of the further vectors that every text gets here: those of {@link
     * EngineOptions#outputs()} that the model has.
     */
    default Map<String, Integer> outputs() {
        return Map.of();
    }

    /**
     * Asks for the vector of {@code text}. Returns at once while fewer than {@link
     * EngineOptions#maxWaiting()} texts wait for a worker; beyond that it blocks the caller until
     * one is taken, which is the back pressure.
     *
     * <p>Every failure arrives through the future, as an {@link EmbeddingException}: {@link
     * UnembeddableTextException} if this text can never have a vector, {@link
     * RetryableEmbeddingException} if another attempt may succeed (the embedder was closed, the
     * caller was interrupted while blocked, the native side failed, a run took longer than {@link
     * EngineOptions#runTimeout()}), {@link MachineFailedException} if none will on this machine.
     * One text's failure never fails another's, but after a failure of the machine every text fails
     * with it, at once, until the model is opened anew. A text that waits is never timed out. The
     * future completes on a thread of the engine: do little in its callbacks. Cancel it if nobody
     * wants the vector any more, and no worker begins with it.
     *
     * <p>With {@link EngineOptions#cacheBytes()} texts that are the same share one run of the
     * model, and a text seen recently needs none: its future is complete at once, without blocking.
     * Each caller gets a vector of its own all the same.
     */
    CompletableFuture<Embedding> embed(EmbeddableText text);

    /**
     * Gives this handle back; harmless when repeated. The last handle of an engine stops its
     * threads and frees the model before this returns: texts that still wait then fail with {@link
     * RetryableEmbeddingException}. Not to be called from a callback of a future that came from
     * here, which runs on a thread that this waits for.
     */
    @Override
    void close();
}

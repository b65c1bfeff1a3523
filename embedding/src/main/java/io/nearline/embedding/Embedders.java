package io.nearline.embedding;

import java.nio.file.Path;

/** Opens embedders. */
public final class Embedders {

    private Embedders() {}

    /**
     * Opens the model bundle in {@code bundle}. All embedders of one JVM with the same bundle
     * digest and equal options share one engine: its threads and the model's weights exist once,
     * and go when the last of them is closed.
     *
     * @throws ModelRejectedException if the bundle is incomplete, altered, does not fit its own
     *     manifest, does not reproduce its golden vectors on this machine, or must not be batched
     *     the way {@code options} ask
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static Embedder open(Path bundle, EngineOptions options) {
        throw new ModelRejectedException(bundle + ": engine with " + options + " is not there yet");
    }
}

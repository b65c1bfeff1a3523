package io.nearline.embedding.engine;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import java.nio.file.Path;
import java.util.Optional;

/** Opens embedders. */
public final class Embedders {

    private static final SharedEngines ENGINES = new SharedEngines(ModelEncoder::open);

    private Embedders() {}

    /**
     * Opens the model bundle in {@code bundle}. All embedders of one JVM with the same bundle
     * digest and equal options share one engine: its threads and the model's weights exist once,
     * and go when the last of them is closed.
     *
     * @throws ModelRejectedException if the bundle is incomplete, altered, does not fit its own
     *     manifest, does not reproduce its golden vectors on this machine, or must not be batched
     *     the way {@code options} ask, or if the device is not to be had
     */
    public static Embedder open(Path bundle, EngineOptions options) {
        return ENGINES.open(ModelBundle.open(bundle), options);
    }

    /**
     * Another embedder of a model that is open in this JVM with equal options; empty if it is not.
     * Neither looks for the bundle nor compares digests, so it answers at once; the model was
     * verified when it was opened.
     */
    public static Optional<Embedder> share(ModelId model, EngineOptions options) {
        return ENGINES.share(model, options);
    }
}

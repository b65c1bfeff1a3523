package io.nearline.embedding.engine;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelOutput;
import java.nio.file.Path;
import java.util.List;
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
     * As {@link #open}; the vector of each text is that of one of the model's further outputs.
     *
     * @throws ModelRejectedException also if the model has no output of that name
     */
    public static Embedder openOutput(Path bundle, EngineOptions options, String output) {
        Embedder whole = open(bundle, options.withOutputs(List.of(output)));
        if (whole.outputs().containsKey(output)) {
            return new OutputEmbedder(whole, output);
        }
        whole.close();
        List<String> names =
                ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST)).outputs().stream()
                        .map(ModelOutput::name)
                        .toList();
        throw new ModelRejectedException(
                "model %s has no output '%s', only %s: name one of them, or none for its vector"
                        .formatted(whole.model().name(), output, names));
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

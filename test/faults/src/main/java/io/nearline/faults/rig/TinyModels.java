package io.nearline.faults.rig;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.faults.history.ModelVectors;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two bundles of one name that give different vectors, in two directories, and what they say when
 * they are asked directly.
 */
public final class TinyModels implements ModelVectors, AutoCloseable {
    /** The name of both. */
    public static final String NAME = "tiny";

    private final Path parent;
    private final Map<String, Embedder> embedders = new HashMap<>();
    private final Map<String, Map<String, float[]>> known = new HashMap<>();

    private TinyModels(Path parent) {
        this.parent = parent;
    }

    /** Packages the two. */
    public static TinyModels in(Path parent) {
        TinyModels models = new TinyModels(parent);
        models.add(TinyModel.BERT, "first");
        models.add(TinyModel.XLM_ROBERTA, "second");
        return models;
    }

    /** The directory that holds the first, or the second. */
    public Path directory(int which) {
        return parent.resolve(List.of("first", "second").get(which));
    }

    @Override
    public synchronized Optional<float[]> vector(String digest, String text) {
        Embedder embedder = embedders.get(digest);
        return embedder == null
                ? Optional.empty()
                : Optional.of(
                        known.get(digest)
                                .computeIfAbsent(
                                        text,
                                        t ->
                                                embedder.embed(EmbeddableText.passage(t))
                                                        .join()
                                                        .vector()));
    }

    @Override
    public synchronized void close() {
        embedders.values().forEach(Embedder::close);
    }

    private void add(TinyModel model, String directory) {
        try {
            Path bundle = TinyBundles.write(model, NAME, parent.resolve(directory));
            Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(1));
            embedders.put(embedder.model().digest(), embedder);
            known.put(embedder.model().digest(), new HashMap<>());
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a model below " + parent, e);
        }
    }
}

package io.nearline.pipeline;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.operators.bundles.BundleStore;
import io.nearline.operators.embed.EmbedderProvider;
import io.nearline.operators.embed.ModelOpener;
import io.nearline.operators.embed.ServedModel;
import io.nearline.operators.model.ModelRef;
import io.nearline.pipeline.config.ServingSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens the models of the live job on a task manager: configured ones from where they lie, others
 * from where they are published.
 */
final class JobModels implements ModelOpener {

    private static final long serialVersionUID = 1L;

    private final HashMap<String, EmbedderProvider> configured = new HashMap<>();
    private final @Nullable String cache;
    private final long mostBundleBytes;
    private final ServingSettings.Engine engine;

    /**
     * @param configured models that the job is configured with
     * @param settings where others are fetched to, and how their engines run
     */
    JobModels(List<ServedModel> configured, ServingSettings settings) {
        configured.forEach(model -> this.configured.put(model.id().name(), model.provider()));
        this.cache = settings.cache();
        this.mostBundleBytes = settings.mostBundleBytes();
        this.engine = settings.engine();
    }

    @Override
    public Embedder open(ModelRef model) {
        String uri = model.bundleUri();
        if (uri != null) {
            // Live posts wait while the embed stage opens a model that the stage before holds open.
            return BundleEmbedders.share(new ModelId(model.name(), model.digest()), engine)
                    .orElseGet(() -> fetched(uri, model.digest()));
        }
        EmbedderProvider own = configured.get(model.name());
        if (own == null) {
            throw new ModelRejectedException(
                    """
                    model %s is not configured and its record has no bundleUri: \
                    publish it with one\
                    """
                            .formatted(model.name()));
        }
        return own.open();
    }

    private Embedder fetched(String uri, String digest) {
        Path local = BundleStore.in(cache, mostBundleBytes).fetch(uri, digest);
        return BundleEmbedders.open(local, engine);
    }
}

package io.nearline.pipeline;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operators.bundles.BundleStore;
import io.nearline.operators.embed.EmbedderProvider;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.ServingSettings;
import org.jspecify.annotations.Nullable;

/** Opens the embedder of a bundle that each machine fetches from where it is published. */
final class FetchedEmbedder implements EmbedderProvider {

    private static final long serialVersionUID = 1L;

    private final String bundle;
    private final String digest;
    private final @Nullable String cache;
    private final long mostBundleBytes;
    private final ServingSettings.Engine engine;

    private FetchedEmbedder(BackfillConfig.Model model, String digest) {
        this.bundle = model.bundle();
        this.digest = digest;
        this.cache = model.cache();
        this.mostBundleBytes = model.mostBundleBytes();
        this.engine = model.engine();
    }

    /**
     * The model of a backfill. Its digest is fixed here: if another bundle is published under the
     * same address while the backfill runs, machines that join later refuse it.
     *
     * @throws io.nearline.embedding.ModelRejectedException if the bundle is incomplete or altered
     */
    static ServedModel of(BackfillConfig.Model model) {
        var local =
                BundleStore.in(model.cache(), model.mostBundleBytes()).fetch(model.bundle(), null);
        var id = ModelBundle.open(local).id();
        return new ServedModel(id, new FetchedEmbedder(model, id.digest()));
    }

    @Override
    public Embedder open() {
        return BundleEmbedders.open(store().fetch(bundle, digest), engine);
    }

    private BundleStore store() {
        return BundleStore.in(cache, mostBundleBytes);
    }
}

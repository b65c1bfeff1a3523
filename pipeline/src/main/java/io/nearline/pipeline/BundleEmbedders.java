package io.nearline.pipeline;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.BatchInvariance;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.Embedders;
import io.nearline.operators.embed.EmbedderProvider;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.config.ServingSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Opens the embedder of a model bundle on a task manager. */
final class BundleEmbedders implements EmbedderProvider {

    private static final long serialVersionUID = 1L;

    private final String bundle;
    private final ServingSettings.Engine engine;

    private BundleEmbedders(Path bundle, ServingSettings.Engine engine) {
        this.bundle = bundle.toString();
        this.engine = engine;
    }

    /**
     * The models to serve, their identities read from the bundles on this machine.
     *
     * @throws io.nearline.embedding.ModelRejectedException if a bundle is missing or altered, or
     *     two have one name
     */
    static List<ServedModel> of(ServingSettings settings) {
        Path directory = Path.of(settings.directory()).toAbsolutePath();
        List<ServedModel> models =
                settings.names().stream()
                        .map(directory::resolve)
                        .map(
                                bundle ->
                                        new ServedModel(
                                                ModelBundle.open(bundle).id(),
                                                new BundleEmbedders(bundle, settings.engine())))
                        .toList();
        ServedNames.requireDistinct(models);
        return models;
    }

    @Override
    public Embedder open() {
        return open(Path.of(bundle), engine);
    }

    /**
     * Opens a bundle that lies on this machine.
     *
     * @throws io.nearline.embedding.ModelRejectedException if it must not serve here
     */
    static Embedder open(Path directory, ServingSettings.Engine engine) {
        BatchInvariance invariance =
                ModelBundle.readManifest(directory.resolve(ModelBundle.MANIFEST)).batchInvariance();
        int cpus = Runtime.getRuntime().availableProcessors();
        return Embedders.open(directory, engine.optionsFor(invariance, cpus));
    }

    /**
     * Another embedder of a model that this process has open already, without a look at its files;
     * empty if it has not.
     */
    static Optional<Embedder> share(ModelId model, ServingSettings.Engine engine) {
        int cpus = Runtime.getRuntime().availableProcessors();
        return Arrays.stream(BatchInvariance.values())
                .map(invariance -> engine.optionsFor(invariance, cpus))
                .flatMap(options -> Embedders.share(model, options).stream())
                .findFirst();
    }
}

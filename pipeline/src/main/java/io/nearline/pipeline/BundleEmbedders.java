package io.nearline.pipeline;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedders;
import io.nearline.embedding.EngineOptions;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.Precision;
import io.nearline.operators.embed.EmbedderProvider;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.config.ModelSettings;
import java.nio.file.Path;
import java.util.List;

/** Opens the embedder of a model bundle on a task manager. */
final class BundleEmbedders implements EmbedderProvider {

    private static final long serialVersionUID = 1L;

    private final String bundle;
    private final ModelSettings.Engine engine;

    private BundleEmbedders(Path bundle, ModelSettings.Engine engine) {
        this.bundle = bundle.toString();
        this.engine = engine;
    }

    /**
     * The models to serve, their identities read from the bundles on this machine.
     *
     * @throws io.nearline.embedding.ModelRejectedException if a bundle is missing or altered
     */
    static List<ServedModel> of(ModelSettings settings) {
        Path directory = Path.of(settings.directory()).toAbsolutePath();
        return settings.names().stream()
                .map(directory::resolve)
                .map(
                        bundle ->
                                new ServedModel(
                                        ModelBundle.open(bundle).id(),
                                        new BundleEmbedders(bundle, settings.engine())))
                .toList();
    }

    @Override
    public Embedder open() {
        return Embedders.open(Path.of(bundle), options(Runtime.getRuntime().availableProcessors()));
    }

    private EngineOptions options(int cpus) {
        return new EngineOptions(
                engine.workers() == 0 ? cpus : engine.workers(),
                switch (engine.batching()) {
                    case ONE_TEXT -> BatchPolicy.oneTextPerCall();
                    case TOKEN_BUDGET -> tokenBudget();
                    case BY_PRECISION ->
                            switch (precision()) {
                                case INT8 -> BatchPolicy.oneTextPerCall();
                                case FP32 -> tokenBudget();
                            };
                },
                engine.maxWaiting());
    }

    private BatchPolicy tokenBudget() {
        return BatchPolicy.tokenBudget(engine.tokenBudget());
    }

    private Precision precision() {
        return ModelBundle.readManifest(Path.of(bundle, ModelBundle.MANIFEST)).precision();
    }
}

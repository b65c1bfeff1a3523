package io.nearline.operations.rollout;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.operations.bundles.LocalBundles;
import io.nearline.operations.rollout.VectorInspection.Length;
import io.nearline.retrieval.evaluate.SentencePairs;
import io.nearline.retrieval.evaluate.TextVectors;
import io.nearline.topics.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a model against the one that consumers query with now (docs/decisions/0012). */
public final class PromotionGate {

    private final IndexChecks index;
    private final LocalBundles bundles;
    private final GateSettings settings;
    private final GateProgress progress;

    /**
     * @param indexUpdates name of the topic of updates
     * @param progress told what is done
     */
    public PromotionGate(
            Cluster cluster,
            String indexUpdates,
            LocalBundles bundles,
            GateSettings settings,
            GateProgress progress) {
        this.index = new IndexChecks(cluster, indexUpdates, settings, progress);
        this.bundles = bundles;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs every check.
     *
     * @param baseline the active model; empty if there is none, so that nothing can be compared
     * @throws io.nearline.topics.cluster.ClusterException if the updates cannot be read
     * @throws io.nearline.embedding.RetryableEmbeddingException if a bundle cannot be fetched now
     * @throws io.nearline.retrieval.evaluate.InvalidSetException if the labelled set is no such
     *     thing
     * @throws IOException if the labelled set cannot be read
     */
    public GateReport check(KnownModel candidate, Optional<KnownModel> baseline)
            throws IOException {
        // Read first: a wrong file is told before anything that takes long.
        Optional<SentencePairs> labelled = labelledSet();
        List<CheckResult> results = new ArrayList<>();
        results.add(ServingCheck.judge(candidate));
        progress.begin("computing golden vectors of " + candidate.id().name());
        Length length = Length.ANY;
        try {
            Path bundle = directory(candidate);
            results.add(GoldenParity.judge(bundle));
            length = promisedLength(bundle);
        } catch (ModelRejectedException e) {
            results.add(GoldenParity.rejected(e));
        }
        results.addAll(index.results(candidate, length, baseline));
        results.add(quality(labelled, candidate, baseline));
        return new GateReport(candidate.id(), baseline.map(KnownModel::id), results);
    }

    private Optional<SentencePairs> labelledSet() throws IOException {
        return settings.labelled().isEmpty()
                ? Optional.empty()
                : Optional.of(SentencePairs.read(settings.labelled().get()));
    }

    private static Length promisedLength(Path bundle) {
        boolean unit = ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST)).normalise();
        return unit ? Length.UNIT : Length.ANY;
    }

    private CheckResult quality(
            Optional<SentencePairs> labelled, KnownModel candidate, Optional<KnownModel> baseline) {
        if (labelled.isEmpty()) {
            return CheckResult.skipped(
                    Check.QUALITY, "no labelled set; give one with --labelled FILE");
        }
        try {
            double reached = quality(labelled.get(), candidate);
            Optional<Double> toReach = baseline.map(model -> quality(labelled.get(), model));
            return LabelledQuality.judge(
                    settings.labelled().orElseThrow().getFileName().toString(),
                    labelled.get().size(),
                    reached,
                    toReach,
                    settings.bars().tolerance());
        } catch (ModelRejectedException e) {
            return CheckResult.failed(
                    Check.QUALITY, String.valueOf(e.getMessage()), "or leave --labelled out");
        }
    }

    private double quality(SentencePairs labelled, KnownModel model) {
        EngineOptions options = EngineOptions.forCpus(Runtime.getRuntime().availableProcessors());
        try (Embedder embedder = Embedders.open(directory(model), options)) {
            return labelled.spearman(new TextVectors(embedder, progress));
        }
    }

    private Path directory(KnownModel model) {
        return bundles.directory(model.id(), Optional.ofNullable(model.bundleUri()));
    }
}

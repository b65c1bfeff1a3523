package io.nearline.training.learn;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.packaging.GraphForm;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagedModel;
import io.nearline.packaging.PackagingRequest;
import io.nearline.packaging.VectorLength;
import io.nearline.training.model.Parity;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A bundle of a finished run.
 *
 * @param packaged the bundle
 * @param parity between the trainer's vectors and those that the bundle serves
 */
public record ModelExport(PackagedModel packaged, Parity parity) {
    private static final int COMPARED = 200;

    /**
     * Packages the model of a run with the settings of its base, and compares what it serves.
     *
     * @param target the bundle to write; must not exist
     * @param name of the bundle
     * @param cpus for the comparison
     * @throws TrainingFailedException if the run has nothing to keep yet
     */
    public static ModelExport of(
            Preparation prepared, TrainingRun run, Path target, String name, int cpus)
            throws IOException {
        int step = run.takeKept();
        run.writeModel();
        ModelManifest base = prepared.model().manifest();
        PackagedModel packaged =
                ModelPackager.pack(
                        PackagingRequest.builder(run.model(), target)
                                .name(name)
                                .maxTokens(base.maxTokens())
                                .pooling(base.pooling())
                                .length(
                                        base.normalise()
                                                ? VectorLength.UNIT
                                                : VectorLength.AS_COMPUTED)
                                .queryPrefix(base.queryPrefix())
                                .passagePrefix(base.passagePrefix())
                                .output(base.output())
                                .graphForm(GraphForm.OPTIMISED)
                                .build());
        ModelCard.write(prepared, step, run.evaluation(), target);
        try (Embedder served = Embedders.open(target, EngineOptions.forCpus(cpus))) {
            Parity parity =
                    Parity.between(
                                    prepared.model()::vectors,
                                    prepared.base()::tokenize,
                                    text -> served.embed(text).join().vector(),
                                    prepared.texts(COMPARED))
                            .require(Parity.OF_SERVED, target.toString());
            return new ModelExport(packaged, parity);
        }
    }
}

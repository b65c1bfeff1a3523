package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.EntryPoints;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Pooling;
import io.nearline.packaging.GraphForm;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagedModel;
import io.nearline.packaging.PackagingRequest;
import io.nearline.packaging.RequestedEntry;
import io.nearline.packaging.RequestedOutput;
import io.nearline.packaging.VectorLength;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.training.model.Parity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A bundle of a finished run.
 *
 * @param packaged the bundle
 * @param parity between the trainer's vectors and those that the bundle serves
 */
public record ModelExport(PackagedModel packaged, Parity parity) {
    private static final int COMPARED = 200;

    /**
     * As {@link #of(Preparation, TrainingRun, Path, String, int)}; the head's vector is a further
     * output, beside the whole vector of the encoder.
     *
     * @param output name of the head's output in the bundle
     * @throws TrainingFailedException also if the plan has no head
     */
    public static ModelExport besideTheWhole(
            Preparation prepared,
            TrainingRun run,
            Path target,
            String name,
            String output,
            int cpus)
            throws IOException {
        if (prepared.plan().vectors().head().isEmpty()) {
            throw new TrainingFailedException(
                    "the plan has no head that could be the output '%s': add one, or export the vector alone"
                            .formatted(output));
        }
        RequestedOutput head =
                new RequestedOutput(
                        output,
                        OptionalInt.empty(),
                        Optional.of(EncoderWeights.PROJECTED),
                        Optional.of(Pooling.NONE));
        return export(
                prepared,
                run,
                target,
                name,
                prepared.model().manifestOfTheWhole(),
                List.of(head),
                role ->
                        Embedders.openOutput(
                                target, EngineOptions.forCpus(cpus).withEntry(role), output));
    }

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
        return export(
                prepared,
                run,
                target,
                name,
                prepared.model().manifest(),
                List.of(),
                role -> Embedders.open(target, EngineOptions.forCpus(cpus).withEntry(role)));
    }

    /**
     * @param base how the graph's main output is read
     * @param compared opens what gives the vectors that the trainer computes of a role's texts
     */
    private static ModelExport export(
            Preparation prepared,
            TrainingRun run,
            Path target,
            String name,
            ModelManifest base,
            List<RequestedOutput> outputs,
            Function<Role, Embedder> compared)
            throws IOException {
        int step = run.takeKept();
        run.writeModel();
        PackagedModel packaged =
                ModelPackager.pack(
                        request(run.files().model(), target, name, base)
                                .outputs(outputs)
                                .graphForm(GraphForm.OPTIMISED)
                                .build());
        ModelCard.write(prepared, step, run.files().evaluation(), target);
        try (ByRole<Embedder> served = new ByRole<>(compared, Embedder::close)) {
            Parity parity =
                    Parity.between(
                                    prepared.model()::vectors,
                                    prepared::input,
                                    text ->
                                            served.of(prepared.entry(text))
                                                    .embed(text)
                                                    .join()
                                                    .vector(),
                                    prepared.texts(COMPARED))
                            .require(Parity.OF_SERVED, target.toString());
            return new ModelExport(packaged, parity);
        }
    }

    /**
     * The model of a prepared plan as it stands, to be packaged as it would serve.
     *
     * @param scratch an empty directory, which gets its graph
     * @param bundle to write
     */
    static PackagingRequest.Builder asItStands(
            Preparation prepared, Path scratch, Path bundle, String name) throws IOException {
        Path graph = scratch.resolve("exported");
        prepared.model().writeWithTokenizer(graph);
        return request(graph, bundle, name, prepared.model().manifest())
                .graphForm(GraphForm.OPTIMISED);
    }

    /**
     * What is packaged with the settings of a base.
     *
     * @param source graph and tokenizer
     * @param base how the graph is read
     */
    static PackagingRequest.Builder request(
            Path source, Path target, String name, ModelManifest base) {
        return PackagingRequest.builder(source, target)
                .name(name)
                .maxTokens(base.maxTokens())
                .pooling(base.pooling())
                .length(base.normalise() ? VectorLength.UNIT : VectorLength.AS_COMPUTED)
                .queryPrefix(base.queryPrefix())
                .passagePrefix(base.passagePrefix())
                .entries(
                        base.entryPoints() == null
                                ? List.of()
                                : Stream.of(Role.QUERY, Role.MEMBER)
                                        .flatMap(role -> entry(base.entryPoints(), role).stream())
                                        .toList())
                .output(base.output());
    }

    private static Optional<RequestedEntry> entry(EntryPoints points, Role role) {
        return points.of(role)
                .map(
                        point ->
                                new RequestedEntry(
                                        role,
                                        Optional.ofNullable(point.prefix()),
                                        Optional.ofNullable(point.graph())));
    }
}

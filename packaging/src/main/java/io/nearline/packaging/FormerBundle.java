package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.embedding.bundle.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A source that is a bundle already: its {@code model.json} says what no other file has to. */
final class FormerBundle {
    private final Optional<ModelManifest> manifest;

    private FormerBundle(Optional<ModelManifest> manifest) {
        this.manifest = manifest;
    }

    /** Other tools have files of that name too; a bundle's names its files and its window. */
    static FormerBundle in(Path source) throws IOException {
        JsonNode json = new JsonHints(source).read(ModelBundle.MANIFEST);
        boolean bundle = json.has("files") && json.has("maxTokens");
        return new FormerBundle(
                bundle
                        ? Optional.of(
                                ModelBundle.readManifest(source.resolve(ModelBundle.MANIFEST)))
                        : Optional.empty());
    }

    /** What the caller asks for, else what the bundle says, else what is inferred. */
    <T> Inferred<T> orElse(
            Optional<T> requested, Function<ModelManifest, T> said, Inferred.Inference<T> inference)
            throws IOException {
        if (requested.isPresent() || manifest.isEmpty()) {
            return Inferred.orElse(requested, inference);
        }
        return new Inferred<>(said.apply(manifest.get()), ModelBundle.MANIFEST);
    }

    Optional<String> output() {
        return manifest.map(ModelManifest::output);
    }

    List<ModelOutput> outputs() {
        return manifest.map(ModelManifest::outputs).orElse(List.of());
    }

    /** Its entry points, as though they were asked for. */
    List<RequestedEntry> entries() {
        List<RequestedEntry> entries = new ArrayList<>();
        for (Role role : Role.values()) {
            manifest.map(ModelManifest::entryPoints)
                    .flatMap(points -> points.of(role))
                    .ifPresent(
                            point ->
                                    entries.add(
                                            new RequestedEntry(
                                                    role,
                                                    Optional.ofNullable(point.prefix()),
                                                    Optional.ofNullable(point.graph()))));
        }
        return entries;
    }

    /** Of the exported graph; where another one serves, only the graph itself says it. */
    Inferred<Precision> precision(
            Optional<Precision> requested, Inferred.Inference<Precision> inference)
            throws IOException {
        boolean calibrated =
                manifest.map(ModelManifest::optimised)
                        .filter(graph -> graph.batchInvariant())
                        .isPresent();
        return calibrated
                ? Inferred.orElse(requested, inference)
                : orElse(requested, ModelManifest::precision, inference);
    }
}

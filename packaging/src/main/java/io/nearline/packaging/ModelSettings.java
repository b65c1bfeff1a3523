package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.bundle.EntryPoint;
import io.nearline.embedding.bundle.EntryPoints;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.onnx.GraphSignature;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a bundle's manifest says about the model, each with its origin.
 *
 * @param name the bundle's name
 * @param inputs how the graph is fed
 * @param output the output that is the embedding
 * @param dimensions length of a vector
 * @param maxTokens the window, specials included
 * @param pooling how the output becomes one vector
 * @param length what happens to the vector's length
 * @param queryPrefix put before a text to search with
 * @param passagePrefix put before a text to be found
 * @param precision what the graph computes in
 * @param padToken id that fills up the shorter texts of a batch
 * @param outputs further vectors of the same pass
 * @param entries how queries and members enter
 * @param tokenizer the tokenizer's file, and what other files change in it
 * @param vocabulary words of the tokenizer beside those of the graph
 * @param notLookedAt keys of the files around the graph that this release does not know
 */
public record ModelSettings(
        Inferred<String> name,
        GraphInputs inputs,
        Inferred<String> output,
        Inferred<Integer> dimensions,
        Inferred<Integer> maxTokens,
        Inferred<Pooling> pooling,
        Inferred<VectorLength> length,
        Inferred<String> queryPrefix,
        Inferred<String> passagePrefix,
        Inferred<Precision> precision,
        Inferred<Integer> padToken,
        List<ModelOutput> outputs,
        List<RequestedEntry> entries,
        Inferred<String> tokenizer,
        String vocabulary,
        List<String> notLookedAt) {

    public ModelSettings {
        notLookedAt = List.copyOf(notLookedAt);
        outputs = List.copyOf(outputs);
        entries = List.copyOf(entries);
    }

    /** Combines the request, the graph and the files around it. */
    static ModelSettings infer(PackagingRequest request, Publication model) throws IOException {
        SentenceTransformer layout = model.layout();
        FormerBundle former = model.former();
        model.config().requireEncoder();
        GraphChoice graph = new GraphChoice(GraphSignature.of(model.files().graph()));
        OutputReading output = OutputReading.of(graph, request, former, layout);
        Inferred<Integer> dimensions = output.dimensions(model.config());
        EncoderCheck.requireDimensions(dimensions.value());
        Inferred<String> queryPrefix =
                former.orElse(
                        request.queryPrefix(),
                        ModelManifest::queryPrefix,
                        () -> layout.prefix(Role.QUERY));
        Inferred<String> passagePrefix =
                former.orElse(
                        request.passagePrefix(),
                        ModelManifest::passagePrefix,
                        () -> layout.prefix(Role.PASSAGE));
        layout.requireFaithful(
                output.pooling().value(),
                dimensions.value(),
                List.of(queryPrefix.value(), passagePrefix.value()));
        GraphInputs inputs = graph.inputs();
        return new ModelSettings(
                former.orElse(
                        request.name(), ModelManifest::name, () -> BundleName.of(request.source())),
                inputs,
                output.name(),
                dimensions,
                former.orElse(
                        request.maxTokens(), ModelManifest::maxTokens, model.config()::maxTokens),
                output.pooling(),
                former.orElse(
                        request.length(),
                        manifest ->
                                manifest.normalise() ? VectorLength.UNIT : VectorLength.AS_COMPUTED,
                        layout::length),
                queryPrefix,
                passagePrefix,
                former.precision(
                        request.precision(), () -> GraphPrecision.of(model.files().graph())),
                former.orElse(
                        Optional.empty(),
                        ModelManifest::padToken,
                        () -> PadToken.of(model.files().tokenizer())),
                outputs(request, former, graph, output.pooling().value()),
                request.entries().isEmpty() ? former.entries() : request.entries(),
                model.tokenizer().described(),
                model.vocabulary(inputs.ids()).toString(),
                layout.notLookedAt());
    }

    private static List<ModelOutput> outputs(
            PackagingRequest request, FormerBundle former, GraphChoice graph, Pooling usual) {
        return request.outputs().isEmpty()
                ? former.outputs()
                : request.outputs().stream().map(one -> one.in(graph, usual)).toList();
    }

    /** The same, served in another precision than the graph was exported in. */
    ModelSettings withPrecision(Inferred<Precision> kind) {
        return new ModelSettings(
                name,
                inputs,
                output,
                dimensions,
                maxTokens,
                pooling,
                length,
                queryPrefix,
                passagePrefix,
                kind,
                padToken,
                outputs,
                entries,
                tokenizer,
                vocabulary,
                notLookedAt);
    }

    /** The manifest, without its files. */
    ModelManifest manifest() {
        return new ModelManifest(
                name.value(),
                dimensions.value(),
                maxTokens.value(),
                pooling.value(),
                length.value() == VectorLength.UNIT,
                queryPrefix.value(),
                passagePrefix.value(),
                inputs,
                output.value(),
                precision.value(),
                padToken.value(),
                null,
                outputs,
                entryPoints(),
                Map.of());
    }

    private @Nullable EntryPoints entryPoints() {
        EntryPoint query = entry(Role.QUERY);
        EntryPoint member = entry(Role.MEMBER);
        return query == null && member == null ? null : new EntryPoints(query, member);
    }

    private @Nullable EntryPoint entry(Role role) {
        return entries.stream()
                .filter(one -> one.role() == role)
                .flatMap(one -> one.inBundle().stream())
                .findFirst()
                .orElse(null);
    }

    /** Setting by setting, for people. */
    public Map<String, String> explained() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("name", name.toString());
        lines.put("inputs", Words.of(inputs));
        lines.put("output", output.toString());
        lines.put("dimensions", dimensions.toString());
        lines.put("max tokens", maxTokens.toString());
        lines.put("pooling", pooling.toString());
        lines.put("length", length.toString());
        lines.put("query prefix", queryPrefix.toString());
        lines.put("passage prefix", passagePrefix.toString());
        lines.put("precision", precision.toString());
        lines.put("pad token", padToken.toString());
        outputs.forEach(one -> lines.put("output " + one.name(), Words.of(one)));
        entries.forEach(one -> lines.put("entry " + Words.of(one.role()), Words.of(one)));
        lines.put("tokenizer", tokenizer.toString());
        lines.put("vocabulary", vocabulary);
        if (!notLookedAt.isEmpty()) {
            lines.put("not looked at", String.join(", ", notLookedAt));
        }
        return lines;
    }
}

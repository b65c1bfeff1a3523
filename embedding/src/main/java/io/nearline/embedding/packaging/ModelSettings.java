package io.nearline.embedding.packaging;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.onnx.GraphSignature;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

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
        Inferred<Integer> padToken) {

    /** Combines the request, the graph and the files around it. */
    static ModelSettings infer(PackagingRequest request, SourceFiles source) throws IOException {
        SentenceTransformer layout = new SentenceTransformer(request.source());
        GraphChoice graph = new GraphChoice(GraphSignature.of(source.graph()));
        OutputReading output = OutputReading.of(graph, request, layout);
        TransformerConfig config = new TransformerConfig(request.source());
        return new ModelSettings(
                Inferred.orElse(request.name(), () -> BundleName.of(request.source())),
                graph.inputs(),
                output.name(),
                output.dimensions(config),
                Inferred.orElse(request.maxTokens(), config::maxTokens),
                output.pooling(),
                Inferred.orElse(request.length(), layout::length),
                Inferred.orElse(request.queryPrefix(), () -> layout.prefix(Role.QUERY)),
                Inferred.orElse(request.passagePrefix(), () -> layout.prefix(Role.PASSAGE)),
                Inferred.orElse(request.precision(), () -> GraphPrecision.of(source.graph())),
                PadToken.of(source.tokenizer()));
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
                padToken);
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
                Map.of());
    }

    /** Setting by setting, for people. */
    public Map<String, String> explained() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("name", name.toString());
        lines.put("inputs", inputs.toString());
        lines.put("output", output.toString());
        lines.put("dimensions", dimensions.toString());
        lines.put("max tokens", maxTokens.toString());
        lines.put("pooling", pooling.toString());
        lines.put("length", length.toString());
        lines.put("query prefix", queryPrefix.toString());
        lines.put("passage prefix", passagePrefix.toString());
        lines.put("precision", precision.toString());
        lines.put("pad token", padToken.toString());
        return lines;
    }
}

package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.vector.Pooling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code model.json} says.
 *
 * @param name the model's name for people; {@code [a-z0-9._-]+}
 * @param dimensions length of a vector
 * @param maxTokens tokens the model may be given, specials included; the rest of a text is cut off
 * @param pooling how the output becomes one vector
 * @param normalise whether vectors are scaled to length 1
 * @param queryPrefix put before a text to search with; may be empty
 * @param passagePrefix put before a text to be found; may be empty
 * @param inputs names of the graph's inputs
 * @param output name of the graph's output that is pooled
 * @param precision what the graph that serves computes in
 * @param padToken id that fills up the shorter texts of a batch; 0 where model.json has none
 * @param optimised the graph that serves instead of {@link ModelBundle#GRAPH}, which then is its
 *     reference; null where there is none
 * @param outputs further vectors of the same pass, in order; none where model.json has none
 * @param entryPoints how queries and members enter, where that is not as posts do; null where
 *     model.json has none
 * @param files SHA-256 (lower-case hex) of every other file of the bundle, by name
 */
public record ModelManifest(
        String name,
        int dimensions,
        int maxTokens,
        Pooling pooling,
        boolean normalise,
        String queryPrefix,
        String passagePrefix,
        GraphInputs inputs,
        String output,
        Precision precision,
        @JsonInclude(Include.NON_DEFAULT) int padToken,
        @JsonInclude(Include.NON_NULL) @Nullable OptimisedGraph optimised,
        @JsonInclude(Include.NON_EMPTY) List<ModelOutput> outputs,
        @JsonInclude(Include.NON_NULL) @Nullable EntryPoints entryPoints,
        Map<String, String> files) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");

    /** More would be a table, not names. */
    private static final int MOST_OUTPUTS = 16;

    public ModelManifest {
        files = Map.copyOf(files);
        // Null where model.json has none.
        outputs = outputs == null ? List.of() : List.copyOf(outputs);
        List<String> problems = new ArrayList<>();
        require(
                NAME.matcher(name).matches(),
                problems,
                "name",
                name,
                "use only a-z, 0-9, '.', '_' and '-'");
        require(
                dimensions > 0,
                problems,
                "dimensions",
                dimensions,
                "use the length of the model's vectors");
        // Two of them are the specials, so fewer than three leave no room for text.
        require(
                maxTokens > 2,
                problems,
                "maxTokens",
                maxTokens,
                "use the model's window, such as 256");
        for (String file : files.keySet()) {
            boolean inside = !file.contains("/") && !file.contains("\\") && !file.startsWith(".");
            require(inside, problems, "files", file, "name only files that lie beside model.json");
        }
        requireOutputs(outputs, dimensions, problems);
        if (!problems.isEmpty()) {
            throw new ModelRejectedException(String.join("; ", problems));
        }
    }

    /** A model of one output. */
    public ModelManifest(
            String name,
            int dimensions,
            int maxTokens,
            Pooling pooling,
            boolean normalise,
            String queryPrefix,
            String passagePrefix,
            GraphInputs inputs,
            String output,
            Precision precision,
            int padToken,
            @Nullable OptimisedGraph optimised,
            Map<String, String> files) {
        this(
                name,
                dimensions,
                maxTokens,
                pooling,
                normalise,
                queryPrefix,
                passagePrefix,
                inputs,
                output,
                precision,
                padToken,
                optimised,
                List.of(),
                null,
                files);
    }

    private static void requireOutputs(
            List<ModelOutput> outputs, int dimensions, List<String> problems) {
        require(
                outputs.size() <= MOST_OUTPUTS,
                problems,
                "outputs",
                outputs.size() + " outputs",
                "use up to " + MOST_OUTPUTS);
        Set<String> names = new HashSet<>();
        for (ModelOutput one : outputs) {
            require(names.add(one.name()), problems, "outputs", one.name(), "use each name once");
            require(
                    !one.isBeginning() || one.size() < dimensions,
                    problems,
                    "outputs." + one.name() + ".prefix",
                    one.size(),
                    "use less than the %d dimensions of the whole".formatted(dimensions));
        }
    }

    /** The file of the graph that texts of a role go through. */
    public String graphOf(Role role) {
        return entry(role).map(EntryPoint::graph).orElse(served().file());
    }

    private Optional<EntryPoint> entry(Role role) {
        return entryPoints == null ? Optional.empty() : entryPoints.of(role);
    }

    /** Those of the further outputs that are named; other names are passed over. */
    public List<ModelOutput> outputsAmong(Collection<String> names) {
        return outputs.stream().filter(one -> names.contains(one.name())).toList();
    }

    /** The same model with these files. */
    public ModelManifest withFiles(Map<String, String> digests) {
        return with(precision, optimised, digests);
    }

    /** The same model, served by this graph. */
    public ModelManifest withOptimised(OptimisedGraph graph) {
        return with(precision, graph, files);
    }

    /** The same model, served by the graph that was exported. */
    public ModelManifest asExported() {
        return with(precision, null, files);
    }

    /** The same model, served in this precision. */
    public ModelManifest withPrecision(Precision kind) {
        return with(kind, optimised, files);
    }

    /** The same model with a graph that pools inside: one vector of length 1 a text. */
    public ModelManifest withPooledOutput(String pooled, int size) {
        return new ModelManifest(
                name,
                size,
                maxTokens,
                Pooling.NONE,
                true,
                queryPrefix,
                passagePrefix,
                inputs,
                pooled,
                precision,
                padToken,
                null,
                Map.of());
    }

    /**
     * The same model, where texts enter otherwise.
     *
     * @param prefixOfQueries put before a text to search with
     * @param entries null where queries and members enter as posts do
     */
    public ModelManifest withEntries(String prefixOfQueries, @Nullable EntryPoints entries) {
        return with(precision, optimised, prefixOfQueries, entries, files);
    }

    private ModelManifest with(
            Precision kind, @Nullable OptimisedGraph graph, Map<String, String> digests) {
        return with(kind, graph, queryPrefix, entryPoints, digests);
    }

    private ModelManifest with(
            Precision kind,
            @Nullable OptimisedGraph graph,
            String prefixOfQueries,
            @Nullable EntryPoints entries,
            Map<String, String> digests) {
        return new ModelManifest(
                name,
                dimensions,
                maxTokens,
                pooling,
                normalise,
                prefixOfQueries,
                passagePrefix,
                inputs,
                output,
                kind,
                padToken,
                graph,
                outputs,
                entries,
                digests);
    }

    /** The graph that texts go through: the optimised one where there is one. */
    public ServedGraph served() {
        return optimised == null
                ? new ServedGraph(ModelBundle.GRAPH, inputs, output, pooling)
                : new ServedGraph(
                        optimised.file(), optimised.inputs(), optimised.output(), Pooling.NONE);
    }

    /** How the served graph gives a further output, which is no beginning. */
    public ServedOutput served(ModelOutput further) {
        Pooling kind = Objects.requireNonNull(further.pooling());
        String exported = Objects.requireNonNull(further.output());
        return optimised == null || kind == Pooling.NONE
                ? new ServedOutput(exported, further.size(), kind)
                : new ServedOutput("embedding_" + further.name(), further.size(), Pooling.NONE);
    }

    /** A model of this further output alone, which is no beginning, as exported. */
    public ModelManifest ofOutput(ModelOutput further) {
        return new ModelManifest(
                name,
                further.size(),
                maxTokens,
                Objects.requireNonNull(further.pooling()),
                normalise,
                queryPrefix,
                passagePrefix,
                inputs,
                Objects.requireNonNull(further.output()),
                precision,
                padToken,
                null,
                Map.of());
    }

    /** When a text's vector does not depend on the other texts of its call. */
    public BatchInvariance batchInvariance() {
        boolean dynamic = optimised == null || !optimised.batchInvariant();
        if (precision == Precision.INT8 && dynamic) {
            return BatchInvariance.NEVER;
        }
        return served().inputs().padding().isPresent()
                ? BatchInvariance.ALWAYS
                : BatchInvariance.IF_UNPADDED;
    }

    /** What goes before a text of this role. */
    public String prefix(Role role) {
        return switch (role) {
            case PASSAGE -> passagePrefix;
            case QUERY -> queryPrefix;
            case MEMBER -> entry(role).map(EntryPoint::prefix).orElse(passagePrefix);
        };
    }

    /**
     * The bundle's digest. It covers every value here, so through {@link #files()} the graph, the
     * tokenizer and the golden vectors as well, but not how {@code model.json} is laid out.
     */
    public String digest() {
        return Digests.sha256(ManifestText.of(this));
    }

    private static void require(
            boolean holds, List<String> problems, String field, Object found, String remedy) {
        if (!holds) {
            problems.add(field + " is '" + found + "': " + remedy);
        }
    }
}

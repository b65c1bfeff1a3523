package io.nearline.packaging;

import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.vector.Pooling;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to package, where to, and what the caller knows better than the files. A setting that is
 * empty is inferred.
 *
 * @param source directory with the graph and {@code tokenizer.json}
 * @param target the bundle to write; must not exist, or be empty
 * @param graph the graph's path inside {@code source}
 * @param name the bundle's name
 * @param maxTokens the model's window, specials included
 * @param pooling how token vectors become one
 * @param length what happens to a vector's length
 * @param queryPrefix put before a text to search with
 * @param passagePrefix put before a text to be found
 * @param output name of the graph's output to use
 * @param precision what the graph computes in
 * @param graphForm whether the bundle gets a faster graph too
 * @param outputs further vectors of the same pass; none keeps those of a bundle that is packaged
 *     again
 * @param entries how queries and members enter, where that is not as posts do; none keeps what a
 *     bundle has that is packaged again
 * @param calibration file of texts to quantise that graph with; empty leaves it as precise as it is
 * @param expected file of texts with the publisher's vectors, which must come out
 */
public record PackagingRequest(
        Path source,
        Path target,
        Optional<String> graph,
        Optional<String> name,
        Optional<Integer> maxTokens,
        Optional<Pooling> pooling,
        Optional<VectorLength> length,
        Optional<String> queryPrefix,
        Optional<String> passagePrefix,
        Optional<String> output,
        Optional<Precision> precision,
        GraphForm graphForm,
        List<RequestedOutput> outputs,
        List<RequestedEntry> entries,
        Optional<Path> calibration,
        Optional<Path> expected) {

    public PackagingRequest {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(graphForm, "graphForm");
        outputs = List.copyOf(outputs);
        entries = List.copyOf(entries);
    }

    /** Infers everything. */
    public static PackagingRequest of(Path source, Path target) {
        return builder(source, target).build();
    }

    public static Builder builder(Path source, Path target) {
        return new Builder(source, target);
    }

    /** Collects settings; one that is null is inferred, so a command line can pass all it has. */
    public static final class Builder {
        private final Path source;
        private final Path target;
        private @Nullable String graph;
        private @Nullable String name;
        private @Nullable Integer maxTokens;
        private @Nullable Pooling pooling;
        private @Nullable VectorLength length;
        private @Nullable String queryPrefix;
        private @Nullable String passagePrefix;
        private @Nullable String output;
        private @Nullable Precision precision;
        private GraphForm graphForm = GraphForm.AS_EXPORTED;
        private List<RequestedOutput> outputs = List.of();
        private List<RequestedEntry> entries = List.of();
        private @Nullable Path calibration;
        private @Nullable Path expected;

        private Builder(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        public Builder graph(@Nullable String pathInSource) {
            graph = pathInSource;
            return this;
        }

        public Builder name(@Nullable String bundleName) {
            name = bundleName;
            return this;
        }

        public Builder maxTokens(@Nullable Integer tokens) {
            maxTokens = tokens;
            return this;
        }

        public Builder pooling(@Nullable Pooling kind) {
            pooling = kind;
            return this;
        }

        public Builder length(@Nullable VectorLength kind) {
            length = kind;
            return this;
        }

        public Builder queryPrefix(@Nullable String prefix) {
            queryPrefix = prefix;
            return this;
        }

        public Builder passagePrefix(@Nullable String prefix) {
            passagePrefix = prefix;
            return this;
        }

        public Builder output(@Nullable String outputName) {
            output = outputName;
            return this;
        }

        public Builder precision(@Nullable Precision kind) {
            precision = kind;
            return this;
        }

        public Builder graphForm(GraphForm form) {
            graphForm = form;
            return this;
        }

        public Builder outputs(List<RequestedOutput> further) {
            outputs = further;
            return this;
        }

        public Builder entries(List<RequestedEntry> points) {
            entries = points;
            return this;
        }

        public Builder calibration(@Nullable Path texts) {
            calibration = texts;
            return this;
        }

        public Builder expected(@Nullable Path vectors) {
            expected = vectors;
            return this;
        }

        public PackagingRequest build() {
            return new PackagingRequest(
                    source,
                    target,
                    Optional.ofNullable(graph),
                    Optional.ofNullable(name),
                    Optional.ofNullable(maxTokens),
                    Optional.ofNullable(pooling),
                    Optional.ofNullable(length),
                    Optional.ofNullable(queryPrefix),
                    Optional.ofNullable(passagePrefix),
                    Optional.ofNullable(output),
                    Optional.ofNullable(precision),
                    graphForm,
                    outputs,
                    entries,
                    Optional.ofNullable(calibration),
                    Optional.ofNullable(expected));
        }
    }
}

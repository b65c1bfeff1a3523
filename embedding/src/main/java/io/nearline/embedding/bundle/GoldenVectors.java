package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.NamedVector;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.RowLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What {@code golden.json} says: texts and the vectors that the model gave for them where it was
 * packaged. A machine that does not reproduce them must not serve the model.
 *
 * @param minCosine least cosine with the expected vector, where a text has none of its own; see
 *     {@link Precision#goldenCosine()}
 * @param vectors the texts, at least one
 */
public record GoldenVectors(double minCosine, List<GoldenVector> vectors) {

    private static final String REMEDY =
            ". Either the tokenizer, the graph or golden.json belong to another model (package it"
                + " again), or this machine computes the model differently (do not serve it here)";

    /**
     * One text and its vector.
     *
     * @param role side of a search; null for a passage
     * @param minCosine least cosine with the vector, where this text is known to come closer than
     *     all others must; null where it is not
     * @param outputs vectors of the model's further outputs, by name; none where it has none
     */
    public record GoldenVector(
            String text,
            @JsonInclude(Include.NON_NULL) @Nullable Role role,
            @JsonInclude(Include.NON_NULL) @Nullable Double minCosine,
            float[] vector,
            @JsonInclude(Include.NON_EMPTY) Map<String, float[]> outputs) {

        public GoldenVector {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(vector, "vector");
            // Null where golden.json has none.
            outputs = outputs == null ? Map.of() : Map.copyOf(outputs);
        }

        /** A length only, as of any text. */
        @Override
        public String toString() {
            return "GoldenVector[%d chars, %d dimensions]".formatted(text.length(), vector.length);
        }

        /** A text that must come as close as all others. */
        public GoldenVector(String text, @Nullable Role role, float[] vector) {
            this(text, role, null, vector, Map.of());
        }

        /** A text of a model with one output. */
        public GoldenVector(
                String text, @Nullable Role role, @Nullable Double minCosine, float[] vector) {
            this(text, role, minCosine, vector, Map.of());
        }

        /** The same text with vectors of further outputs. */
        public GoldenVector withOutputs(List<NamedVector> further) {
            Map<String, float[]> byName = new TreeMap<>();
            further.forEach(one -> byName.put(one.name(), one.vector()));
            return new GoldenVector(text, role, minCosine, vector, byName);
        }

        private GoldenVector within(double least) {
            return new GoldenVector(text, role, least, vector, outputs);
        }

        EmbeddableText embeddable() {
            return EmbeddableText.of(entry(), text);
        }

        private Role entry() {
            return role == null ? Role.PASSAGE : role;
        }
    }

    public GoldenVectors {
        vectors = List.copyOf(vectors);
        if (vectors.isEmpty() || !(minCosine > 0 && minCosine <= 1)) {
            throw new ModelRejectedException(
                    vectors.size()
                            + " golden vectors with minCosine "
                            + minCosine
                            + ": give at least one vector and a cosine above 0, at most 1");
        }
    }

    public static GoldenVectors read(Path file) {
        return BundleJson.read(file, GoldenVectors.class);
    }

    public void write(Path file) throws IOException {
        BundleJson.write(file, this);
    }

    /**
     * The texts of these roles alone.
     *
     * @throws ModelRejectedException if there are none
     */
    public GoldenVectors of(Predicate<Role> roles) {
        List<GoldenVector> kept = vectors.stream().filter(one -> roles.test(one.entry())).toList();
        return kept.size() == vectors.size() ? this : new GoldenVectors(minCosine, kept);
    }

    /** These and more texts. */
    public GoldenVectors with(List<GoldenVector> more) {
        List<GoldenVector> all = new ArrayList<>(vectors);
        all.addAll(more);
        return new GoldenVectors(minCosine, all);
    }

    /**
     * The self-test: {@code encoder} must come close enough to every vector.
     *
     * @param encoder gives the text's row
     * @param layout what a row has; of further outputs, those that are computed
     * @return the least cosine met
     * @throws ModelRejectedException naming the first text by its place in the file if it does not
     */
    public double verify(Function<EmbeddableText, float[]> encoder, RowLayout layout) {
        double least = 1;
        for (int i = 0; i < vectors.size(); i++) {
            GoldenVector golden = vectors.get(i);
            double needed = golden.minCosine() == null ? minCosine : golden.minCosine();
            double cosine = cosine(golden, encoder, layout, i);
            // Written so that NaN is refused too.
            if (!(cosine >= needed)) {
                throw new ModelRejectedException(
                        "golden vector %d is missed: cosine %s, needed %s%s"
                                .formatted(i, cosine, needed, REMEDY));
            }
            least = Math.min(least, cosine);
        }
        return least;
    }

    /** As {@link #verify(Function, RowLayout)}, of a model with one output. */
    public double verify(Function<EmbeddableText, float[]> encoder) {
        return verify(encoder, RowLayout.ONE_VECTOR);
    }

    /** As {@link #narrowed(Function, RowLayout, double)}, of a model with one output. */
    public GoldenVectors narrowed(
            Function<EmbeddableText, float[]> encoder, double betweenProcessors) {
        return narrowed(encoder, RowLayout.ONE_VECTOR, betweenProcessors);
    }

    /**
     * The same texts, each with a tolerance of its own: as far as its vector is off here, and as
     * much further as another processor may move it. Angles of vectors add up at most.
     *
     * @param encoder gives a text's row as what serves has it, on the machine where it was packaged
     * @param layout what a row has
     * @param betweenProcessors least cosine of one text's vectors on two healthy processors
     */
    public GoldenVectors narrowed(
            Function<EmbeddableText, float[]> encoder, RowLayout layout, double betweenProcessors) {
        List<GoldenVector> narrowed = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            double here = Math.min(1, cosine(vectors.get(i), encoder, layout, i));
            double least = Math.cos(Math.acos(here) + Math.acos(betweenProcessors));
            // Five digits: what follows is noise of the machine that packages.
            double rounded = Math.floor(least * 1e5) / 1e5;
            narrowed.add(vectors.get(i).within(Math.max(minCosine, rounded)));
        }
        return new GoldenVectors(minCosine, narrowed);
    }

    /** The least of a text's vectors; NaN where one has another size, or is not there. */
    private static double cosine(
            GoldenVector golden,
            Function<EmbeddableText, float[]> encoder,
            RowLayout layout,
            int index) {
        try {
            float[] row = encoder.apply(golden.embeddable());
            double least = between(layout.main(row), golden.vector());
            for (NamedVector further : layout.further(row)) {
                float[] expected = golden.outputs().get(further.name());
                // Math.min keeps a NaN.
                least = Math.min(least, between(further.vector(), expected));
            }
            return least;
        } catch (EmbeddingException e) {
            throw new ModelRejectedException(
                    "golden text " + index + " has no vector here" + REMEDY, e);
        }
    }

    private static double between(float[] actual, float @Nullable [] expected) {
        return expected != null && actual.length == expected.length
                ? Cosine.between(actual, expected)
                : Double.NaN;
    }
}

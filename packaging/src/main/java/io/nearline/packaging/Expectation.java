package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.Pooling;
import io.nearline.embedding.vector.UnitLength;
import io.nearline.packaging.ExpectedVectors.Expected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Compares the exported graph with the publisher's vectors, and says which setting is wrong. */
final class Expectation {
    /** Least cosine of a graph in floats: another runtime, rounded vectors. */
    private static final double FLOAT_COSINE = 0.999;

    /** Of one in 8 bits with vectors of the same model in floats: the worst and the median text. */
    private static final double INTEGER_COSINE = 0.93;

    private static final double INTEGER_MEDIAN = 0.98;

    private static final double LENGTH_TOLERANCE = 0.02;

    /** Texts that a guess is tried on. */
    private static final int TRIED = 8;

    /** What families of models put before a query and a passage. */
    private static final List<List<String>> KNOWN_PREFIXES =
            List.of(
                    List.of("", ""),
                    List.of("query: ", "passage: "),
                    List.of("query: ", "query: "),
                    List.of("search_query: ", "search_document: "),
                    List.of("Represent this sentence for searching relevant passages: ", ""),
                    List.of(
                            "\u4e3a\u8fd9\u4e2a\u53e5\u5b50\u751f\u6210\u8868\u793a\u4ee5\u7528\u4e8e\u68c0\u7d22\u76f8\u5173\u6587\u7ae0\uff1a",
                            ""));

    private static final List<Integer> KNOWN_WINDOWS = List.of(128, 256, 384, 512);

    private final Path directory;
    private final ModelManifest manifest;
    private final ExpectedVectors expected;

    private Expectation(Path directory, ModelManifest manifest, ExpectedVectors expected) {
        this.directory = directory;
        this.manifest = manifest;
        this.expected = expected;
    }

    /**
     * Passes if every vector comes out.
     *
     * @param directory holds the exported graph and the tokenizer
     * @return how near they came, for people
     * @throws ModelRejectedException naming the first text that misses its vector, and a setting
     *     that would mend it where one was found
     */
    static String require(Path directory, ModelManifest manifest, ExpectedVectors expected) {
        return new Expectation(directory, manifest, expected).require();
    }

    private String require() {
        for (Expected one : expected.texts()) {
            if (one.vector().length != manifest.dimensions()) {
                throw missed(
                        one,
                        "has %d numbers, the model's vectors %d: the file is of another model"
                                .formatted(one.vector().length, manifest.dimensions()));
            }
        }
        double[] cosines = cosines(manifest, expected.texts()).orElseThrow();
        List<Expected> failed = new ArrayList<>();
        for (int i = 0; i < cosines.length; i++) {
            // Written so that NaN fails too.
            if (!(cosines[i] >= least())) {
                failed.add(expected.texts().get(i));
            }
        }
        double worst = Arrays.stream(cosines).min().orElseThrow();
        double median = median(cosines);
        if (!failed.isEmpty() || !(median >= leastMedian())) {
            List<Expected> doubtful = failed.isEmpty() ? expected.texts() : failed;
            throw missed(
                    doubtful.get(0),
                    String.format(
                            Locale.ROOT,
                            "and %d of %d texts miss their vectors: worst cosine %.5f, median %.5f,"
                                    + " needed %s. %s",
                            doubtful.size(),
                            cosines.length,
                            worst,
                            median,
                            needed(),
                            cause(doubtful)));
        }
        requireLength();
        return String.format(
                Locale.ROOT,
                "%d of %s come out, worst cosine %.6f",
                cosines.length,
                expected.file().getFileName(),
                worst);
    }

    private boolean isInteger() {
        return manifest.precision() == Precision.INT8;
    }

    private double least() {
        return isInteger() ? INTEGER_COSINE : FLOAT_COSINE;
    }

    private double leastMedian() {
        return isInteger() ? INTEGER_MEDIAN : FLOAT_COSINE;
    }

    private String needed() {
        return isInteger()
                ? "%s and %s in the median, for int8".formatted(INTEGER_COSINE, INTEGER_MEDIAN)
                : String.valueOf(FLOAT_COSINE);
    }

    private ModelRejectedException missed(Expected one, String problem) {
        return new ModelRejectedException(
                "%s, line %d %s".formatted(expected.file(), one.line(), problem));
    }

    /** The setting with which the doubtful texts come out, or what can be told without one. */
    private String cause(List<Expected> doubtful) {
        List<Expected> tried = doubtful.subList(0, Math.min(TRIED, doubtful.size()));
        for (Map.Entry<String, ModelManifest> guess : guesses().entrySet()) {
            Optional<double[]> cosines = cosines(guess.getValue(), tried);
            if (cosines.isPresent()
                    && Arrays.stream(cosines.get()).allMatch(cosine -> cosine >= least())
                    && median(cosines.get()) >= leastMedian()) {
                return "They come out with " + guess.getKey();
            }
        }
        if (doubtful.stream().allMatch(one -> one.text().role() == Role.QUERY)) {
            return "Only queries miss theirs: give the --query-prefix that the publisher used";
        }
        if (doubtful.stream().allMatch(this::isCut)) {
            return "Only long texts miss theirs: give the --max-tokens that the publisher used";
        }
        if (doubtful.stream().allMatch(one -> hasUpperCase(one) || one.text().text().isEmpty())
                && expected.texts().stream().anyMatch(one -> !hasUpperCase(one))) {
            return "Only texts with capitals miss theirs: the tokenizer treats case otherwise";
        }
        return "No usual pooling, prefix or window mends it: the tokenizer or the graph may be"
                + " another model's";
    }

    private Map<String, ModelManifest> guesses() {
        Map<String, ModelManifest> guesses = new LinkedHashMap<>();
        if (manifest.pooling() != Pooling.NONE) {
            Pooling other = manifest.pooling() == Pooling.MEAN ? Pooling.CLS : Pooling.MEAN;
            guesses.put(
                    "--pooling " + Words.of(other), with(manifest.maxTokens(), other, prefixes()));
        }
        for (List<String> prefixes : KNOWN_PREFIXES) {
            guesses.put(
                    "--query-prefix \"%s\" --passage-prefix \"%s\""
                            .formatted(prefixes.get(0), prefixes.get(1)),
                    with(manifest.maxTokens(), manifest.pooling(), prefixes));
        }
        for (int window : KNOWN_WINDOWS) {
            guesses.put("--max-tokens " + window, with(window, manifest.pooling(), prefixes()));
        }
        return guesses;
    }

    private List<String> prefixes() {
        return List.of(manifest.queryPrefix(), manifest.passagePrefix());
    }

    private ModelManifest with(int maxTokens, Pooling pooling, List<String> prefixes) {
        return new ModelManifest(
                manifest.name(),
                manifest.dimensions(),
                maxTokens,
                pooling,
                manifest.normalise(),
                prefixes.get(0),
                prefixes.get(1),
                manifest.inputs(),
                manifest.output(),
                manifest.precision(),
                manifest.padToken(),
                null,
                Map.of());
    }

    /** Empty if the model fails on one of them. */
    private Optional<double[]> cosines(ModelManifest settings, List<Expected> texts) {
        try (ModelEncoder encoder = open(settings)) {
            return Optional.of(
                    texts.stream()
                            .mapToDouble(
                                    one -> Cosine.between(encoder.vector(copy(one)), one.vector()))
                            .toArray());
        } catch (EmbeddingException e) {
            if (settings.equals(manifest)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void requireLength() {
        try (ModelEncoder encoder = open(manifest)) {
            Expected one = expected.texts().get(0);
            double ours = UnitLength.lengthOf(encoder.vector(copy(one)));
            double theirs = UnitLength.lengthOf(one.vector());
            if (Math.abs(ours / theirs - 1) > LENGTH_TOLERANCE) {
                throw missed(
                        one,
                        String.format(
                                Locale.ROOT,
                                "has a vector of length %.4f, the model gives %.4f: give %s",
                                theirs,
                                ours,
                                manifest.normalise() ? "--no-normalise" : "--normalise"));
            }
        }
    }

    private ModelEncoder open(ModelManifest settings) {
        return ModelEncoder.openUntested(ModelBundle.draft(directory, settings));
    }

    private boolean isCut(Expected one) {
        try (TextTokenizer tokenizer = TextTokenizer.open(ModelBundle.draft(directory, manifest))) {
            return tokenizer.tokenize(copy(one)).truncated();
        }
    }

    private static boolean hasUpperCase(Expected one) {
        return one.text().text().codePoints().anyMatch(Character::isUpperCase);
    }

    /** Without the token ids that another guess has left at the text. */
    private static EmbeddableText copy(Expected one) {
        return one.text().role() == Role.QUERY
                ? EmbeddableText.query(one.text().text())
                : EmbeddableText.passage(one.text().text());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

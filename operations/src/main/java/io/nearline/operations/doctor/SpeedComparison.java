package io.nearline.operations.doctor;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.pipeline.config.EmbedOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How fast models embed the same texts on this machine, each in the batches that a job makes for it
 * by default. The models take turns, so that what else the machine does slows all of them.
 *
 * @param models what was measured, in the order of the bundles
 */
public record SpeedComparison(List<Speed> models) {
    /** Texts of a round: some of each length, from a line to half a page. */
    private static final int TEXTS = 32;

    private static final String SENTENCE =
            "The river rose overnight and the bridge was closed, so everybody waited for a boat. ";

    private static final int ROUNDS_AT_LEAST = 2;
    private static final int ROUNDS_AT_MOST = 5;

    /**
     * One model's speed.
     *
     * @param bundle its bundle's directory
     * @param name its name
     * @param precision what it computes in
     * @param textsPerSecond of its best round, with all processors
     */
    public record Speed(Path bundle, String name, Precision precision, double textsPerSecond) {

        private Speed faster(double measured) {
            return new Speed(bundle, name, precision, Math.max(textsPerSecond, measured));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.1f texts/s", name, textsPerSecond);
        }
    }

    /** Copies the list. */
    public SpeedComparison {
        models = List.copyOf(models);
    }

    /**
     * Measures.
     *
     * @param bundles directories, one or more
     * @param cpus processors this process may use
     * @param limit no round begins later; at least two rounds are run
     * @throws io.nearline.embedding.ModelRejectedException if a model may not serve here
     */
    public static SpeedComparison of(List<Path> bundles, int cpus, Duration limit) {
        List<Embedder> embedders = new ArrayList<>();
        try {
            List<Speed> speeds = new ArrayList<>();
            for (Path bundle : bundles) {
                ModelManifest manifest =
                        ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST));
                embedders.add(Embedders.open(bundle, options(manifest, cpus)));
                speeds.add(new Speed(bundle, manifest.name(), manifest.precision(), 0));
            }
            // The first calls allocate.
            embedders.forEach(embedder -> embed(embedder, texts().subList(0, 2 * cpus)));
            long start = System.nanoTime();
            for (int round = 0; goesOn(round, start, limit); round++) {
                for (int i = 0; i < speeds.size(); i++) {
                    speeds.set(i, speeds.get(i).faster(textsPerSecond(embedders.get(i))));
                }
            }
            return new SpeedComparison(speeds);
        } finally {
            embedders.forEach(Embedder::close);
        }
    }

    /** The fastest model. */
    public Speed fastest() {
        return models.stream().max(Comparator.comparingDouble(Speed::textsPerSecond)).orElseThrow();
    }

    /** How many times as fast as the fp32 models the int8 ones are; empty without one of each. */
    public Optional<Double> int8ToFp32() {
        Optional<Double> int8 = best(Precision.INT8);
        return best(Precision.FP32).flatMap(fp32 -> int8.map(speed -> speed / fp32));
    }

    private Optional<Double> best(Precision precision) {
        return models.stream()
                .filter(model -> model.precision() == precision)
                .map(Speed::textsPerSecond)
                .max(Comparator.naturalOrder());
    }

    /** All speeds, and what follows, in one line. */
    public String summary() {
        String all = models.stream().map(Speed::toString).collect(Collectors.joining(", "));
        String ratio =
                int8ToFp32()
                        .map(
                                times ->
                                        String.format(
                                                Locale.ROOT, "int8 at %.2f times fp32; ", times))
                        .orElse("");
        return models.size() < 2
                ? all
                : "%s; %sfaster here: %s".formatted(all, ratio, fastest().name());
    }

    private static EngineOptions options(ModelManifest manifest, int cpus) {
        BatchPolicy policy =
                EmbedOptions.BATCHING
                        .defaultValue()
                        .policyFor(
                                manifest.batchInvariance(),
                                EmbedOptions.TOKEN_BUDGET.defaultValue());
        return EngineOptions.forCpus(cpus).withBatchPolicy(policy);
    }

    private static boolean goesOn(int round, long start, Duration limit) {
        return round < ROUNDS_AT_LEAST
                || (round < ROUNDS_AT_MOST && System.nanoTime() - start < limit.toNanos());
    }

    private static double textsPerSecond(Embedder embedder) {
        long start = System.nanoTime();
        embed(embedder, texts());
        return TEXTS * 1e9 / (System.nanoTime() - start);
    }

    private static void embed(Embedder embedder, List<String> texts) {
        List<CompletableFuture<Embedding>> asked =
                texts.stream().map(EmbeddableText::passage).map(embedder::embed).toList();
        asked.forEach(CompletableFuture::join);
    }

    /** Different ones, of 20 to 90 tokens with the tokenizers in use. */
    private static List<String> texts() {
        return IntStream.range(0, TEXTS)
                .mapToObj(i -> i + " " + SENTENCE.repeat(1 + i % 4))
                .toList();
    }
}

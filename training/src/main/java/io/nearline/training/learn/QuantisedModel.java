package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.packaging.ModelPackager;
import io.nearline.training.evaluate.ScoreSet;
import io.nearline.training.evaluate.SetScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The model of a prepared plan as it stands, served in int8: packaged as {@code model package
 * --calibrate} does it, with scales from texts of the tasks.
 */
public final class QuantisedModel implements Scorer, AutoCloseable {
    /** What the calibrator asks for at least. */
    private static final int FEWEST_TEXTS = 200;

    private static final int MOST_TEXTS = 500;
    private static final int AT_ONCE = 64;

    private final Path bundle;
    private final ByRole<Embedder> served;

    private QuantisedModel(Path bundle, ByRole<Embedder> served) {
        this.bundle = bundle;
        this.served = served;
    }

    /**
     * Packages and opens it.
     *
     * @param scratch an empty directory; what is written stays in it
     * @param cpus that it is served with
     * @throws TrainingFailedException if the tasks have too few different texts
     * @throws io.nearline.embedding.ModelRejectedException if its graph cannot be quantised
     */
    public static QuantisedModel of(Preparation prepared, Path scratch, int cpus)
            throws IOException {
        Path bundle = scratch.resolve("int8");
        ModelPackager.pack(
                ModelExport.asItStands(prepared, scratch, bundle, "int8")
                        .calibration(texts(prepared, scratch.resolve("texts")))
                        .build());
        return new QuantisedModel(
                bundle,
                new ByRole<>(
                        role -> Embedders.open(bundle, EngineOptions.forCpus(cpus).withEntry(role)),
                        Embedder::close));
    }

    /** Where it lies. */
    public Path bundle() {
        return bundle;
    }

    private static Path texts(Preparation prepared, Path file) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        for (EmbeddableText text : prepared.texts(Integer.MAX_VALUE)) {
            if (lines.size() < MOST_TEXTS) {
                String line = text.text().strip().replaceAll("\\s+", " ");
                // A line that begins with a brace would be read as JSON.
                lines.add(line.startsWith("{") ? " " + line : line);
            }
        }
        if (lines.size() < FEWEST_TEXTS) {
            throw new TrainingFailedException(
                    "the tasks have %d different texts to set the scales of int8 by, and it takes %d: evaluate without --int8"
                            .formatted(lines.size(), FEWEST_TEXTS));
        }
        return Files.write(file, lines);
    }

    /**
     * Scores a set; towers are not quantised, and texts are cut at the base's window, whatever
     * {@code longest} says.
     */
    @Override
    public SetScore score(ScoreSet set, int longest) {
        List<EmbeddableText> texts = set.texts();
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += AT_ONCE) {
            List<CompletableFuture<Embedding>> asked =
                    texts.subList(from, Math.min(texts.size(), from + AT_ONCE)).stream()
                            .map(text -> served.of(text.role()).embed(text))
                            .toList();
            asked.forEach(one -> vectors.add(one.join().vector()));
        }
        return set.score(vectors);
    }

    @Override
    public void close() {
        served.close();
    }
}

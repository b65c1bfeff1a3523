package io.nearline.bench.run;

import io.nearline.bench.contender.Tokens;
import io.nearline.bench.input.UnusableInputException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One model of a run.
 *
 * @param label what it computes in, by which reports call it
 * @param bundle the model
 * @param meanTokens tokens of a post on average
 * @param tokenBudget tokens of a batch; 0 for one text a call
 */
public record ModelUnderTest(String label, ModelBundle bundle, double meanTokens, int tokenBudget) {

    /**
     * Opens bundles.
     *
     * @param tokenBudget for models that batches do no harm to; 0 for none
     * @throws UnusableInputException if one is missing or broken
     */
    static List<ModelUnderTest> open(List<Path> directories, List<String> texts, int tokenBudget) {
        List<ModelUnderTest> models = new ArrayList<>();
        for (Path directory : directories) {
            ModelBundle bundle = open(directory);
            String precision = bundle.manifest().precision().name().toLowerCase(Locale.ROOT);
            boolean taken = models.stream().anyMatch(model -> model.label().equals(precision));
            double tokens =
                    Tokens.of(bundle, texts).stream()
                            .mapToInt(ids -> ids.length)
                            .average()
                            .orElse(0);
            boolean batchable = bundle.manifest().precision() == Precision.FP32;
            models.add(
                    new ModelUnderTest(
                            taken ? bundle.manifest().name() : precision,
                            bundle,
                            tokens,
                            batchable ? tokenBudget : 0));
        }
        return models;
    }

    private static ModelBundle open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new UnusableInputException(
                    "--models has "
                            + directory
                            + ", which is no directory; give bundles as ./nearline model package"
                            + " makes them");
        }
        try {
            return ModelBundle.open(directory);
        } catch (ModelRejectedException e) {
            throw new UnusableInputException("--models has " + directory + ": " + e.getMessage());
        }
    }
}

package io.nearline.bench.run;

import io.nearline.bench.contender.Tokens;
import io.nearline.bench.input.UnusableInputException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.BatchInvariance;
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
 * @param rival the bundle whose exported graph the roofline and the peers run; mostly the same
 * @param meanTokens tokens of a post on average
 * @param tokenBudget tokens of a batch; 0 for one text a call
 */
public record ModelUnderTest(
        String label, ModelBundle bundle, ModelBundle rival, double meanTokens, int tokenBudget) {

    /**
     * Opens bundles.
     *
     * @param tokenBudget for models that batches do no harm to; 0 for none
     * @throws UnusableInputException if one is missing or broken
     */
    static List<ModelUnderTest> open(List<Path> directories, List<String> texts, int tokenBudget) {
        List<ModelBundle> bundles = directories.stream().map(ModelUnderTest::open).toList();
        List<ModelUnderTest> models = new ArrayList<>();
        for (ModelBundle bundle : bundles) {
            String label = label(bundle);
            boolean taken = models.stream().anyMatch(model -> model.label().equals(label));
            double tokens =
                    Tokens.of(bundle, texts).stream()
                            .mapToInt(ids -> ids.length)
                            .average()
                            .orElse(0);
            models.add(
                    new ModelUnderTest(
                            taken ? bundle.manifest().name() : label,
                            bundle,
                            rival(bundle, bundles),
                            tokens,
                            isBatchable(bundle) ? tokenBudget : 0));
        }
        return models;
    }

    private static String label(ModelBundle bundle) {
        String precision = bundle.manifest().precision().name().toLowerCase(Locale.ROOT);
        return isCalibrated(bundle) ? precision + "-calibrated" : precision;
    }

    /**
     * A calibrated bundle was made of an fp32 graph. Others who want int8 run what was exported in
     * int8: that is what it competes with, if the run has it.
     */
    private static ModelBundle rival(ModelBundle bundle, List<ModelBundle> all) {
        if (!isCalibrated(bundle)) {
            return bundle;
        }
        return all.stream()
                .filter(other -> other.manifest().precision() == Precision.INT8)
                .filter(other -> !isCalibrated(other))
                .findFirst()
                .orElse(bundle);
    }

    private static boolean isCalibrated(ModelBundle bundle) {
        return bundle.manifest().precision() == Precision.INT8 && isBatchable(bundle);
    }

    private static boolean isBatchable(ModelBundle bundle) {
        return bundle.manifest().batchInvariance() != BatchInvariance.NEVER;
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

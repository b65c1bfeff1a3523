package io.nearline.operations.bundles;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.bundle.GoldenVectors;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import java.nio.file.Path;

/**
 * A bundle that has passed every test it must pass before it may serve on this machine.
 *
 * @param bundle the bundle
 * @param worstCosine the least cosine between a golden vector and the one computed here
 */
public record VerifiedModel(ModelBundle bundle, double worstCosine) {

    /**
     * Compares the files with their digests, the graph with the manifest, and the vectors computed
     * here with the golden ones.
     *
     * @throws io.nearline.embedding.ModelRejectedException if the bundle may not serve here
     */
    public static VerifiedModel of(Path directory) {
        ModelBundle bundle = ModelBundle.open(directory);
        double worst = worst(bundle);
        for (Role role : Role.values()) {
            if (!bundle.admits(role)) {
                worst = Math.min(worst, worst(bundle.enteredBy(role)));
            }
        }
        return new VerifiedModel(bundle, worst);
    }

    /** How many golden texts were embedded, through whichever graph. */
    public int golden() {
        return GoldenVectors.read(bundle.directory().resolve(ModelBundle.GOLDEN)).vectors().size();
    }

    private static double worst(ModelBundle bundle) {
        try (ModelEncoder encoder = ModelEncoder.openUntested(bundle)) {
            return encoder.verify(bundle);
        }
    }
}

package io.nearline.sql.model;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.pipeline.config.ServingSettings;
import java.io.Serializable;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What a model is and how it runs.
 *
 * @param bundle where its bundle is
 * @param output the further output whose vector is taken; null for the model's own
 * @param entry what its texts are for
 * @param unembeddable what becomes of a text that can have no vector
 * @param engine how its engine runs
 */
record PredictSettings(
        BundleAddress bundle,
        @Nullable String output,
        Role entry,
        Unembeddable unembeddable,
        ServingSettings.Engine engine)
        implements Serializable {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /**
     * Reads options that {@link ModelOptions} names.
     *
     * @throws ValidationException naming the option, the value found and the fix
     */
    static PredictSettings from(ReadableConfig options) {
        String bundle = options.get(ModelOptions.BUNDLE);
        if (bundle.isBlank()) {
            throw EngineSettings.problem(
                    ModelOptions.BUNDLE, bundle, "set it to a path or URI of a model bundle");
        }
        String digest = options.getOptional(ModelOptions.DIGEST).orElse(null);
        if (digest != null && !DIGEST.matcher(digest).matches()) {
            throw EngineSettings.problem(
                    ModelOptions.DIGEST,
                    digest,
                    "use the 64 lower-case hexadecimal digits that `nearline model inspect` shows");
        }
        return new PredictSettings(
                new BundleAddress(
                        bundle,
                        digest,
                        options.getOptional(ModelOptions.BUNDLE_CACHE).orElse(null),
                        options.get(ModelOptions.MAX_BUNDLE_SIZE).getBytes()),
                options.getOptional(ModelOptions.OUTPUT).orElse(null),
                options.get(ModelOptions.ENTRY),
                options.get(ModelOptions.ON_UNEMBEDDABLE_TEXT),
                EngineSettings.from(options));
    }

    /** The same model with its bundle settled. */
    PredictSettings settledOn(BundleAddress settled) {
        return new PredictSettings(settled, output, entry, unembeddable, engine);
    }
}

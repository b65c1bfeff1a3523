package io.nearline.operators.model;

import io.nearline.embedding.ModelId;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which model, and where to get it.
 *
 * @param name name of the model
 * @param digest SHA-256 of its bundle
 * @param bundleUri directory of the bundle as a URI of any Flink file system; null if the job was
 *     configured with the model
 */
public record ModelRef(String name, String digest, @Nullable String bundleUri)
        implements Serializable {

    /** A model that the job was configured with. */
    public static ModelRef configured(ModelId model) {
        return new ModelRef(model.name(), model.digest(), null);
    }
}

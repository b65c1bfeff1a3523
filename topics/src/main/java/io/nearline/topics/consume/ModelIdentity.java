package io.nearline.topics.consume;

import java.util.Objects;

/**
 * One model bundle. Vectors may be compared with one another, and with a query, only if all of them
 * come from the same bundle.
 *
 * @param name as in keys of index-updates; never contains {@code @}
 * @param digest SHA-256 of the bundle in 64 lower-case hexadecimal digits
 */
public record ModelIdentity(String name, String digest) {

    public ModelIdentity {
        Objects.requireNonNull(digest, "digest");
        if (name.isEmpty() || name.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "Model name '%s' is empty or contains '@'.".formatted(name));
        }
    }
}

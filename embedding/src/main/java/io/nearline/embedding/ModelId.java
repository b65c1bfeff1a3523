package io.nearline.embedding;

import java.io.Serializable;
import java.util.Objects;

/**
 * Which model made a vector.
 *
 * @param name the bundle's own name, for people; {@code [a-z0-9._-]+}
 * @param digest SHA-256 of the bundle in lower-case hex, for machines: two bundles with one digest
 *     give one vector
 */
public record ModelId(String name, String digest) implements Serializable {

    public ModelId {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(digest, "digest");
    }
}

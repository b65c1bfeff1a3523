package io.nearline.faults.history;

import java.util.Optional;

/** What the models say when they are asked directly. */
@FunctionalInterface
public interface ModelVectors {

    /** The vector of that text, or empty if no model with that digest is known. */
    Optional<float[]> vector(String digest, String text);
}

package io.nearline.embedding;

import java.util.Objects;

/**
 * A further vector of a text: what one of the model's outputs gave in the same pass.
 *
 * @param name of the output, as the bundle has it
 * @param vector as many finite numbers as the output has; owned by the receiver
 */
public record NamedVector(String name, float[] vector) {

    public NamedVector {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(vector, "vector");
    }

    /** The same vector, in an array of its own. */
    public NamedVector copy() {
        return new NamedVector(name, vector.clone());
    }
}

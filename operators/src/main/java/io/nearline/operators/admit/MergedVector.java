package io.nearline.operators.admit;

import io.nearline.embedding.NamedVector;
import java.util.List;

/**
 * A vector that a backfill made.
 *
 * @param vector the vector {@code [dimensions]}
 * @param tokens tokens fed to the model
 * @param truncated whether the end of the text is not in the vector
 * @param embeddedAt when it was made, milliseconds since the epoch
 * @param outputs further vectors of the same text
 */
public record MergedVector(
        float[] vector, int tokens, boolean truncated, long embeddedAt, List<NamedVector> outputs) {

    public MergedVector {
        // Null in a savepoint from before there were any.
        outputs = outputs == null ? List.of() : List.copyOf(outputs);
    }

    /** A vector and no further ones. */
    public MergedVector(float[] vector, int tokens, boolean truncated, long embeddedAt) {
        this(vector, tokens, truncated, embeddedAt, List.of());
    }
}

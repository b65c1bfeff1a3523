package io.nearline.operators.admit;

/**
 * A vector that a backfill made.
 *
 * @param vector the vector {@code [dimensions]}
 * @param tokens tokens fed to the model
 * @param truncated whether the end of the text is not in the vector
 * @param embeddedAt when it was made, milliseconds since the epoch
 */
public record MergedVector(float[] vector, int tokens, boolean truncated, long embeddedAt) {}

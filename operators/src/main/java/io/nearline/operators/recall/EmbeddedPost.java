package io.nearline.operators.recall;

import io.nearline.operators.record.PostRevision;

/**
 * One revision for one model, ready to be published.
 *
 * @param version which revision of which post this is
 * @param modelName name of the model
 * @param modelDigest SHA-256 of its bundle
 * @param contentHash identity of text and recipe, 16 bytes
 * @param vector the vector {@code [dimensions]}, or null if the index must drop the post
 * @param tokens tokens fed to the model; 0 without a vector
 * @param truncated whether the end of the text is not in the vector
 * @param embeddedAt when the vector was made, milliseconds since the epoch; 0 without a vector
 */
public record EmbeddedPost(
        PostRevision version,
        String modelName,
        String modelDigest,
        byte[] contentHash,
        float[] vector,
        int tokens,
        boolean truncated,
        long embeddedAt) {}

package io.nearline.retrieval.search;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the index holds of a post under one model, apart from its vector.
 *
 * @param postId identity of the post
 * @param revision revision of the post that the vector and the attributes reflect
 * @param modelName model that made the vector
 * @param modelDigest SHA-256 of that model's bundle
 * @param contentHash SHA-256 of the embedded text, in lower-case hexadecimal digits; empty if
 *     unknown
 * @param language BCP 47 tag of the text; empty if unknown
 * @param attributes what can be filtered on
 * @param tokenCount tokens fed to the model
 * @param eventTime when the change happened at the source
 * @param embeddedAt when the vector was made; empty if unknown
 */
public record IndexedPost(
        String postId,
        long revision,
        String modelName,
        String modelDigest,
        Optional<String> contentHash,
        Optional<String> language,
        Map<String, String> attributes,
        int tokenCount,
        Instant eventTime,
        Optional<Instant> embeddedAt) {

    public IndexedPost {
        Objects.requireNonNull(postId, "postId");
        attributes = Map.copyOf(attributes);
    }

    /** Without attributes and hash: it may end in a log. */
    @Override
    public String toString() {
        return "post %s in revision %d under %s".formatted(postId, revision, modelName);
    }
}

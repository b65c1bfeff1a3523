package io.nearline.operators.recall;

import io.nearline.embedding.NamedVector;
import io.nearline.operators.record.PostRevision;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the index holds of a post for one model: a state value of {@code recall-vector}.
 *
 * @param revision newest revision that the topic reflects
 * @param modelDigest SHA-256 of the bundle that made the vector
 * @param contentHash identity of text and recipe
 * @param attributesHash identity of attributes and language
 * @param vector the vector {@code [dimensions]}; null if the post was withdrawn
 * @param tokens tokens fed to the model
 * @param truncated whether the end of the text is not in the vector
 * @param embeddedAt when the vector was made, milliseconds since the epoch
 */
public record PublishedVector(
        long revision,
        String modelDigest,
        byte[] contentHash,
        byte[] attributesHash,
        float @Nullable [] vector,
        int tokens,
        boolean truncated,
        long embeddedAt) {

    static PublishedVector of(EmbeddedPost post) {
        return new PublishedVector(
                post.version().revision(),
                Objects.requireNonNull(post.modelDigest(), "modelDigest"),
                Objects.requireNonNull(post.contentHash(), "contentHash"),
                AttributesHash.of(post.version()),
                post.vector(),
                post.tokens(),
                post.truncated(),
                post.embeddedAt());
    }

    /** Whether the index was told to drop the post. */
    boolean isDelete() {
        return vector == null;
    }

    /** The same vector, for a newer revision that changed nothing. */
    PublishedVector confirmedBy(PostRevision version) {
        return new PublishedVector(
                version.revision(),
                modelDigest,
                contentHash,
                attributesHash,
                vector,
                tokens,
                truncated,
                embeddedAt);
    }

    /**
     * The same vector, published for a newer revision with other attributes.
     *
     * @param outputs further vectors that were made with it
     */
    EmbeddedPost republishedFor(PostRevision version, String modelName, List<NamedVector> outputs) {
        return new EmbeddedPost(
                version,
                modelName,
                modelDigest,
                contentHash,
                vector,
                tokens,
                truncated,
                embeddedAt,
                outputs);
    }
}

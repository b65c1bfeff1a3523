package io.nearline.retrieval.vectors;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came with a vector.
 *
 * @param postId identity of the post
 * @param revision revision of the post
 * @param language BCP 47 tag; null if unknown
 * @param attributes what can be filtered on; not copied
 * @param contentHash SHA-256 of the embedded text; null if unknown; not copied
 * @param tokenCount tokens fed to the model
 * @param eventTime time of the change, milliseconds since 1970
 * @param embeddedAt when the vector was made, milliseconds since 1970; {@link #UNKNOWN_TIME} if
 *     unknown
 */
public record PostFacts(
        String postId,
        long revision,
        @Nullable String language,
        Map<String, String> attributes,
        byte @Nullable [] contentHash,
        int tokenCount,
        long eventTime,
        long embeddedAt) {

    /** No time. */
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    public PostFacts {
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(attributes, "attributes");
    }

    /** The language, if known. */
    public Optional<String> knownLanguage() {
        return Optional.ofNullable(language);
    }

    /** Without attributes and hash: it may end in a log. */
    @Override
    public String toString() {
        return "post %s in revision %d".formatted(postId, revision);
    }
}

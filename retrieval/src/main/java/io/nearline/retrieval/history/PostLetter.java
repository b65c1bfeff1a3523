package io.nearline.retrieval.history;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A dead letter of a post, without what the post says.
 *
 * @param postId the post; empty if neither the key nor the value names one
 * @param place where it stands in the dead-letters topic, {@code partition:offset}
 * @param source the record that failed, {@code topic:partition:offset}
 * @param modelName the model under which it failed; empty if it failed before models part
 * @param revision the revision that failed; empty if the value is not readable
 * @param stage the stage that gave it up
 * @param reason a short stable name of the reason
 * @param message why, and what to do
 * @param retryable whether the same record may pass later
 * @param attempt how many times it has been tried
 * @param failedAt when it was given up
 */
public record PostLetter(
        String postId,
        String place,
        String source,
        Optional<String> modelName,
        OptionalLong revision,
        String stage,
        String reason,
        String message,
        boolean retryable,
        int attempt,
        Instant failedAt) {

    public PostLetter {
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(place, "place");
    }

    /** Without the key of the record that failed, which may be anything. */
    @Override
    public String toString() {
        return "letter %s: %s, %s".formatted(place, stage, reason);
    }
}

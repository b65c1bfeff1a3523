package io.nearline.operators.recall;

import io.nearline.operators.admit.Action;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decides what is published, given what the index holds. Pure: no state, no clock. */
final class RecallPolicy {

    private RecallPolicy() {}

    /**
     * Decides on one model's outcome.
     *
     * @param published what the index holds of the post for this model; null for nothing
     * @param version the revision that arrived
     * @param contentHash identity of its text
     * @param outcome what became of it at the model
     */
    static PublishDecision decide(
            @Nullable PublishedVector published,
            PostRevision version,
            byte[] contentHash,
            ModelOutcome outcome) {
        if (published != null && isReflected(published, version)) {
            return PublishDecision.STALE;
        }
        if (outcome.failure() != null) {
            return PublishDecision.FAIL;
        }
        if (outcome.task().action() == Action.WITHDRAW) {
            return PublishDecision.PUBLISH_DELETE;
        }
        if (outcome.task().action() == Action.REUSE) {
            return reuse(published, version, contentHash, outcome.task().model().digest());
        }
        return PublishDecision.PUBLISH_NEW;
    }

    /** Decides on a revision that wants the vector of an earlier one. */
    static PublishDecision reuse(
            @Nullable PublishedVector published,
            PostRevision version,
            byte[] contentHash,
            String modelDigest) {
        if (published == null || !holds(published, contentHash, modelDigest)) {
            return PublishDecision.WAIT;
        }
        return Arrays.equals(published.attributesHash(), AttributesHash.of(version))
                ? PublishDecision.UNCHANGED
                : PublishDecision.PUBLISH_STORED;
    }

    /** A replay may repeat the published revision: it was sent because its update was not right. */
    private static boolean isReflected(PublishedVector published, PostRevision version) {
        return version.origin() == Origin.REPLAY
                ? version.revision() < published.revision()
                : version.revision() <= published.revision();
    }

    private static boolean holds(
            PublishedVector published, byte[] contentHash, String modelDigest) {
        return published.vector() != null
                && published.modelDigest().equals(modelDigest)
                && Arrays.equals(published.contentHash(), contentHash);
    }
}

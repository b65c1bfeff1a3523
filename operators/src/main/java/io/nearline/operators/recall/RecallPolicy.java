package io.nearline.operators.recall;

import io.nearline.operators.admit.Action;
import io.nearline.operators.embed.EmbeddingOutcome;
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
     * @param arrived the revision that arrived
     * @param outcome what became of it at the model
     */
    static PublishDecision decide(
            @Nullable PublishedVector published, EmbeddingOutcome arrived, ModelOutcome outcome) {
        PostRevision version = arrived.version();
        if (published != null && isReflected(published, version)) {
            return PublishDecision.STALE;
        }
        if (outcome.failure() != null) {
            return PublishDecision.FAIL;
        }
        if (outcome.task().action() == Action.WITHDRAW) {
            return PublishDecision.PUBLISH_DELETE;
        }
        return outcome.task().action() == Action.REUSE
                ? reuse(published, arrived, outcome.task().model().digest())
                : PublishDecision.PUBLISH_NEW;
    }

    private static PublishDecision reuse(
            @Nullable PublishedVector published, EmbeddingOutcome arrived, String modelDigest) {
        if (published == null || !holds(published, arrived.contentHash(), modelDigest)) {
            return PublishDecision.WAIT;
        }
        boolean saysTheSame =
                Arrays.equals(published.attributesHash(), AttributesHash.of(arrived.version()));
        return saysTheSame && follows(published, arrived)
                ? PublishDecision.UNCHANGED
                : PublishDecision.PUBLISH_STORED;
    }

    /**
     * Whether surely no revision lies between the published one and this one. If one does, a
     * restart has changed their order, and the topic may hold what came of it before, of which the
     * state knows nothing. See docs/decisions/0061-what-was-overtaken.md.
     */
    private static boolean follows(PublishedVector published, EmbeddingOutcome arrived) {
        Long supersedes = arrived.supersedes();
        return supersedes != null && supersedes <= published.revision();
    }

    /** A replay may repeat the published revision: it was sent because its update was not right. */
    private static boolean isReflected(PublishedVector published, PostRevision version) {
        return version.origin() == Origin.REPLAY
                ? version.revision() < published.revision()
                : version.revision() <= published.revision();
    }

    /** Whether the published vector is that of a text by a model. */
    static boolean holds(PublishedVector published, byte[] contentHash, String modelDigest) {
        return published.vector() != null
                && published.modelDigest().equals(modelDigest)
                && Arrays.equals(published.contentHash(), contentHash);
    }
}

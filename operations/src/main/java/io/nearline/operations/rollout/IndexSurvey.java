package io.nearline.operations.rollout;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.schemas.UpdateKind;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * Folds the index-updates topic into what the checks of two models need to know. Remembers a few
 * numbers per post, and vectors of a sample only. Not thread-safe.
 */
final class IndexSurvey {

    private final Optional<SurveyedModel> baseline;
    private final SurveyedModel candidate;
    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
    private final Map<String, PostFacts> posts = new HashMap<>();
    private long unreadable;

    /**
     * @param baseline the model to compare with, if there is one
     * @param candidate the model that is checked
     */
    IndexSurvey(Optional<SurveyedModel> baseline, SurveyedModel candidate) {
        this.baseline = baseline;
        this.candidate = candidate;
    }

    /**
     * Takes in the next record of its key; records of other models are passed over.
     *
     * @param value null withdraws the post
     */
    void apply(byte @Nullable [] key, byte @Nullable [] value) {
        try {
            IndexKey parsed = IndexKey.parse(key == null ? new byte[0] : key);
            if (parsed.modelName().equals(candidate.name())) {
                applyToCandidate(parsed.postId(), decode(value));
            } else if (baseline.isPresent() && parsed.modelName().equals(baseline.get().name())) {
                applyToBaseline(baseline.get(), parsed.postId(), decode(value));
            }
        } catch (IllegalArgumentException | UndecodableRecordException e) {
            unreadable++;
        }
    }

    /** How far the candidate covers the baseline's index. */
    Coverage coverage() {
        long live = posts.values().stream().filter(PostFacts::isLive).count();
        return new Coverage(live, live - uncovered().size());
    }

    /** The posts that only the candidate holds. */
    Ghosts ghosts() {
        long held = posts.values().stream().filter(PostFacts::hasVector).count();
        long withdrawn = posts.values().stream().filter(PostFacts::isGhost).count();
        long unmet = posts.values().stream().filter(PostFacts::isUnmet).count();
        return new Ghosts(held, withdrawn, unmet);
    }

    /** Live posts without a vector of the candidate at their newest revision. */
    Set<String> uncovered() {
        Set<String> uncovered = new HashSet<>();
        posts.forEach(
                (postId, facts) -> {
                    if (facts.isUncovered()) {
                        uncovered.add(postId);
                    }
                });
        return uncovered;
    }

    /** Whether a post that has been met is live and without a vector of the candidate. */
    boolean isUncovered(String postId) {
        return Objects.requireNonNull(posts.get(postId)).isUncovered();
    }

    VectorHealth health() {
        return VectorHealth.of(posts.values());
    }

    /** Vectors of both models for the posts of the sample; none without a baseline. */
    VectorPairs pairs() {
        return baseline.map(other -> VectorSample.pairs(other.sample(), candidate.sample()))
                .orElse(VectorPairs.NONE);
    }

    /** Records that are no updates of an index; they were passed over. */
    long unreadable() {
        return unreadable;
    }

    private void applyToBaseline(SurveyedModel model, String postId, @Nullable IndexUpdate update) {
        PostFacts facts = posts.computeIfAbsent(postId, id -> new PostFacts());
        if (update != null && isUpsert(update)) {
            facts.baselineHolds(update.getRevision());
            model.sample(update);
        } else {
            facts.baselineWithdraws(update == null ? Long.MAX_VALUE : update.getRevision());
            model.withdraw(postId);
        }
    }

    private void applyToCandidate(String postId, @Nullable IndexUpdate update) {
        PostFacts facts = posts.computeIfAbsent(postId, id -> new PostFacts());
        if (update != null && isUpsert(update)) {
            facts.candidateHolds(
                    update.getRevision(),
                    candidate.inspect(update),
                    print(update.getVector()),
                    print(update.getContentHash()));
            candidate.sample(update);
        } else {
            facts.candidateWithdraws(update == null ? 0 : update.getRevision());
            candidate.withdraw(postId);
        }
    }

    private @Nullable IndexUpdate decode(byte @Nullable [] value) {
        return value == null ? null : codec.decode(value);
    }

    private static boolean isUpsert(IndexUpdate update) {
        return update.getKind() == UpdateKind.UPSERT;
    }

    private static long print(@Nullable ByteBuffer content) {
        if (content == null) {
            return 0;
        }
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return SchemaNormalization.fingerprint64(bytes);
    }
}

package io.nearline.retrieval.history;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became last of the {@value #MOST} posts that the index took in last. The index itself does
 * not remember when it took an update in, nor deletes by post. Safe for use by many threads.
 */
public final class AppliedOutcomes {

    /** A post takes some 600 bytes with one model, so these take 12 MB. */
    public static final int MOST = 20_000;

    private final int most;
    private final InstantSource clock;
    private final Map<String, Map<String, ModelOutcome>> byPost = new LinkedHashMap<>();
    private Instant since;

    /** Of an index that has just been opened. */
    public AppliedOutcomes(InstantSource clock) {
        this(clock, MOST);
    }

    AppliedOutcomes(InstantSource clock, int most) {
        this.most = most;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** The index holds this update now. */
    public void upserted(IndexUpdate update, Optional<Instant> publishedAt) {
        add(update.getPostId(), ModelOutcome.of(update, publishedAt, Optional.of(clock.instant())));
    }

    /** The index does not hold the post any more. */
    public void deleted(IndexKey key, long revision, Optional<Instant> publishedAt) {
        add(
                key.postId(),
                ModelOutcome.deleted(
                        key.modelName(), revision, publishedAt, Optional.of(clock.instant())));
    }

    /** Nothing is left of the post under this model, its delete included. */
    public synchronized void erased(IndexKey key) {
        byPost.computeIfPresent(
                key.postId(),
                (id, outcomes) -> {
                    outcomes.remove(key.modelName());
                    return outcomes.isEmpty() ? null : outcomes;
                });
    }

    /** What is remembered of a post, a model each. */
    public synchronized List<ModelOutcome> of(String postId) {
        return new ArrayList<>(byPost.getOrDefault(postId, Map.of()).values());
    }

    /** The time since which every post is remembered. */
    public synchronized Instant since() {
        return since;
    }

    private synchronized void add(String postId, ModelOutcome outcome) {
        Map<String, ModelOutcome> outcomes = byPost.remove(postId);
        if (outcomes == null) {
            outcomes = new TreeMap<>();
        }
        outcomes.put(outcome.modelName(), outcome);
        byPost.put(postId, outcomes);
        if (byPost.size() > most) {
            Iterator<Map<String, ModelOutcome>> oldest = byPost.values().iterator();
            oldest.next().values().forEach(this::forgotten);
            oldest.remove();
        }
    }

    private void forgotten(ModelOutcome outcome) {
        outcome.appliedAt().filter(since::isBefore).ifPresent(at -> since = at);
    }
}

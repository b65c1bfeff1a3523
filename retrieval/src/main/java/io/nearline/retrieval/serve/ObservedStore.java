package io.nearline.retrieval.serve;

import io.nearline.retrieval.history.AppliedOutcomes;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.topics.consume.ForwardingStore;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A store that says what it has applied, after it has. */
final class ObservedStore extends ForwardingStore {

    private final AppliedPosts applied;
    private final AppliedOutcomes outcomes;
    private Optional<Instant> publishedAt = Optional.empty();

    ObservedStore(UpdateStore store, AppliedPosts applied, AppliedOutcomes outcomes) {
        super(store);
        this.applied = applied;
        this.outcomes = outcomes;
    }

    @Override
    public void published(Instant at) {
        super.published(at);
        publishedAt = Optional.of(at);
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) throws IOException {
        super.upsert(key, update);
        outcomes.upserted(update, publishedAt);
        applied.upserted(key, update);
    }

    @Override
    public void delete(IndexKey key, long revision, Instant seenAt) throws IOException {
        super.delete(key, revision, seenAt);
        outcomes.deleted(key, revision, publishedAt);
        applied.deleted(key, revision);
    }

    @Override
    public void erase(IndexKey key) throws IOException {
        super.erase(key);
        outcomes.erased(key);
    }
}

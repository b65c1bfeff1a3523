package io.nearline.retrieval.serve;

import io.nearline.retrieval.history.AppliedOutcomes;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.Position;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A store that says what it has applied, after it has. */
final class ObservedStore implements UpdateStore {

    private final UpdateStore store;
    private final AppliedPosts applied;
    private final AppliedOutcomes outcomes;
    private Optional<Instant> publishedAt = Optional.empty();

    ObservedStore(UpdateStore store, AppliedPosts applied, AppliedOutcomes outcomes) {
        this.store = store;
        this.applied = applied;
        this.outcomes = outcomes;
    }

    @Override
    public Position position() throws IOException {
        return store.position();
    }

    @Override
    public OptionalLong revision(IndexKey key) throws IOException {
        return store.revision(key);
    }

    @Override
    public void published(Instant at) {
        store.published(at);
        publishedAt = Optional.of(at);
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) throws IOException {
        store.upsert(key, update);
        outcomes.upserted(update, publishedAt);
        applied.upserted(key, update);
    }

    @Override
    public void delete(IndexKey key, long revision, Instant seenAt) throws IOException {
        store.delete(key, revision, seenAt);
        outcomes.deleted(key, revision, publishedAt);
        applied.deleted(key, revision);
    }

    @Override
    public void erase(IndexKey key) throws IOException {
        store.erase(key);
        outcomes.erased(key);
    }

    @Override
    public void forgetDeletes(Instant seenBefore) throws IOException {
        store.forgetDeletes(seenBefore);
    }

    @Override
    public void models(ModelChoice choice) throws IOException {
        store.models(choice);
    }

    @Override
    public void commit(Position position) throws IOException {
        store.commit(position);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}

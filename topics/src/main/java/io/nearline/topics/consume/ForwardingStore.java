package io.nearline.topics.consume;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A store that hands all it is given on to another one, which it owns. To be overridden in part.
 */
public abstract class ForwardingStore implements UpdateStore {

    private final UpdateStore store;

    /** Hands on to this store. */
    protected ForwardingStore(UpdateStore store) {
        this.store = store;
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
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) throws IOException {
        store.upsert(key, update);
    }

    @Override
    public void delete(IndexKey key, long revision, Instant seenAt) throws IOException {
        store.delete(key, revision, seenAt);
    }

    @Override
    public void erase(IndexKey key) throws IOException {
        store.erase(key);
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

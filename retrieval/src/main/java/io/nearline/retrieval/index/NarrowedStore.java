package io.nearline.retrieval.index;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.VectorEncoding;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.Position;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that holds one of the further vectors of each update, as though it were the vector. An
 * update without it drops what is held for the post: it would be out of date.
 */
public final class NarrowedStore implements UpdateStore {

    private static final Logger LOG = LoggerFactory.getLogger(NarrowedStore.class);

    private final UpdateStore store;
    private final String output;
    private final InstantSource clock;
    private long without;

    /**
     * Narrows what another store, which it owns, is given.
     *
     * @param output name of the vector
     */
    public NarrowedStore(UpdateStore store, String output, InstantSource clock) {
        this.store = store;
        this.output = output;
        this.clock = clock;
    }

    /** Updates since the start that lacked the vector. */
    public long without() {
        return without;
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) throws IOException {
        Optional<IndexUpdate> narrowed = narrowed(update);
        if (narrowed.isPresent()) {
            store.upsert(key, narrowed.get());
            return;
        }
        if (without++ == 0) {
            LOG.warn(
                    "The update of {} in revision {} has no output {}: such posts are left out."
                        + " Name it in nearline.vector.outputs of the job, of a model that has it",
                    key,
                    update.getRevision(),
                    output);
        }
        store.delete(key, update.getRevision(), clock.instant());
    }

    private Optional<IndexUpdate> narrowed(IndexUpdate update) {
        return update.getOutputs().stream()
                .filter(one -> one.getName().equals(output))
                .filter(one -> one.getVectorEncoding() != VectorEncoding.UNKNOWN)
                .findFirst()
                .map(one -> withVector(update, one));
    }

    private static IndexUpdate withVector(IndexUpdate update, OutputVector vector) {
        return IndexUpdate.newBuilder(update)
                .setDimensions(vector.getDimensions())
                .setVectorEncoding(vector.getVectorEncoding())
                .setVectorScale(vector.getVectorScale())
                .setVector(vector.getVector())
                .setOutputs(List.of())
                .build();
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

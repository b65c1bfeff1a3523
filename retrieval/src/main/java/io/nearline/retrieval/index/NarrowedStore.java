package io.nearline.retrieval.index;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.VectorEncoding;
import io.nearline.topics.consume.ForwardingStore;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that holds one of the further vectors of each update, as though it were the vector. An
 * update without it drops what is held for the post: it would be out of date.
 */
public final class NarrowedStore extends ForwardingStore {

    private static final Logger LOG = LoggerFactory.getLogger(NarrowedStore.class);

    private final String output;
    private final InstantSource clock;
    private final AtomicLong without = new AtomicLong();

    /**
     * Narrows what another store, which it owns, is given.
     *
     * @param output name of the vector
     */
    public NarrowedStore(UpdateStore store, String output, InstantSource clock) {
        super(store);
        this.output = output;
        this.clock = clock;
    }

    /** Updates since the start that lacked the vector. May be called by any thread. */
    public long without() {
        return without.get();
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) throws IOException {
        Optional<IndexUpdate> narrowed = narrowed(update);
        if (narrowed.isPresent()) {
            super.upsert(key, narrowed.get());
            return;
        }
        if (without.getAndIncrement() == 0) {
            LOG.warn(
                    "The update of {} in revision {} has no output {}: such posts are left out."
                        + " Name it in nearline.vector.outputs of the job, of a model that has it",
                    key,
                    update.getRevision(),
                    output);
        }
        super.delete(key, update.getRevision(), clock.instant());
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
}

package io.nearline.topics.consume;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.SchemaCatalog;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.schemas.UndecodableRecordException.Reason;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a record of index-updates does to a store: of two revisions the higher one counts,
 * of equal ones the later record; a delete stays deleted; a tombstone is applied whatever is held;
 * what cannot be understood changes nothing. Not thread-safe.
 */
public final class UpdateFold {

    private final UpdateStore store;
    private final AvroCodec<IndexUpdate> codec;
    private @Nullable IndexUpdate applied;

    /**
     * A fold into a store.
     *
     * @param schemas the versions of {@link IndexUpdate} to read
     */
    public UpdateFold(UpdateStore store, SchemaCatalog schemas) {
        this.store = store;
        this.codec = AvroCodec.of(IndexUpdate.class, schemas);
    }

    /**
     * Takes in the next record.
     *
     * @param kept whether vectors of a model are kept, by its name
     * @param now the time
     * @throws IOException if the store fails
     */
    public Outcome apply(
            byte @Nullable [] key, byte @Nullable [] value, Predicate<String> kept, Instant now)
            throws IOException {
        applied = null;
        IndexKey parsed;
        try {
            parsed = key == null ? null : IndexKey.parse(key);
        } catch (IllegalArgumentException e) {
            parsed = null;
        }
        if (parsed == null) {
            return Outcome.NO_INDEX_KEY;
        }
        if (!kept.test(parsed.modelName())) {
            return Outcome.RETIRED_MODEL;
        }
        if (value == null) {
            store.erase(parsed);
            return Outcome.ERASED;
        }
        IndexUpdate update;
        try {
            update = codec.decode(value);
        } catch (UndecodableRecordException e) {
            return e.reason() == Reason.UNKNOWN_SCHEMA
                    ? Outcome.UNKNOWN_SCHEMA
                    : Outcome.UNREADABLE;
        }
        return apply(parsed, update, now);
    }

    /** The update that the last call has applied; empty if it applied none. */
    Optional<IndexUpdate> applied() {
        return Optional.ofNullable(applied);
    }

    private Outcome apply(IndexKey key, IndexUpdate update, Instant now) throws IOException {
        if (!key.postId().equals(update.getPostId())
                || !key.modelName().equals(update.getModelName())) {
            return Outcome.MISPLACED;
        }
        if (update.getKind() == UpdateKind.UNKNOWN) {
            return Outcome.UNKNOWN_KIND;
        }
        if (update.getKind() == UpdateKind.UPSERT) {
            if (update.getVectorEncoding() == VectorEncoding.UNKNOWN) {
                return Outcome.UNKNOWN_ENCODING;
            }
            if (!hasWholeVector(update)) {
                return Outcome.UNREADABLE;
            }
        }
        OptionalLong held = store.revision(key);
        if (held.isPresent() && held.getAsLong() > update.getRevision()) {
            return Outcome.STALE;
        }
        if (update.getKind() == UpdateKind.DELETE) {
            store.delete(key, update.getRevision(), now);
            applied = update;
            return Outcome.DELETED;
        }
        store.upsert(key, update);
        applied = update;
        return Outcome.UPSERTED;
    }

    private static boolean hasWholeVector(IndexUpdate update) {
        @Nullable ByteBuffer vector = update.getVector();
        long componentBytes = VectorCodec.componentBytes(update.getVectorEncoding());
        return vector != null
                && update.getDimensions() > 0
                && vector.remaining() == update.getDimensions() * componentBytes;
    }
}

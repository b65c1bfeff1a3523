package io.nearline.topics.consume;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What a store does to be kept equal to index-updates. It decides nothing: whether an update is
 * newer than what is held, which models are kept and when to commit is decided by its caller.
 *
 * <p>Every method but {@link #close()} is called by one thread only, the one that runs the
 * consumer. A store that answers queries from other threads sees to that itself. What a method has
 * done must be seen by the calls that follow, committed or not. An {@link IOException} ends the
 * consumer; what was not committed is read again at the next start.
 */
public interface UpdateStore extends AutoCloseable {

    /**
     * What the last commit carried.
     *
     * @return {@link Position#NONE} if there was no commit yet
     */
    Position position() throws IOException;

    /**
     * The revision held for the key: that of the last upsert, or of a delete that is still
     * remembered. Asked once for almost every record, so it should not read from disk often.
     *
     * @return empty after {@link #erase}, after {@link #forgetDeletes} took the delete, and for a
     *     key that never came
     */
    OptionalLong revision(IndexKey key) throws IOException;

    /**
     * Says when the record was published, by Kafka's time, that the calls after this one are about.
     * For stores that show it; the others leave this alone.
     */
    default void published(Instant at) {}

    /**
     * Holds this vector and these attributes in place of all that was held for the key, a
     * remembered delete included.
     *
     * @param update of kind UPSERT, with a vector of the length that its encoding and dimensions
     *     say. An update whose {@link IndexUpdate#getModelDigest()} is not that of the queried
     *     model must not be compared with queries, though its name be the same
     */
    void upsert(IndexKey key, IndexUpdate update) throws IOException;

    /**
     * Drops what is held for the key, if anything, and remembers the revision so that older updates
     * can be told.
     *
     * @param seenAt when the delete was applied, for {@link #forgetDeletes}
     */
    void delete(IndexKey key, long revision, Instant seenAt) throws IOException;

    /** Drops what is held for the key, and its remembered delete: a tombstone of the topic. */
    void erase(IndexKey key) throws IOException;

    /**
     * Forgets the deletes that were applied before the time; older updates cannot come any more.
     */
    void forgetDeletes(Instant seenBefore) throws IOException;

    /**
     * Changes the models: from now on queries go to {@link ModelChoice#queried()}, and models that
     * are retired are dropped with all that is held of them, remembered deletes included. Called
     * when everything that was on index-updates when the choice was read has been applied, for the
     * first time when the snapshot is complete; may be called with a choice like the one before. A
     * commit follows at once. Until the first call after a start {@link Position#queried()} of the
     * last commit holds.
     *
     * <p>Keys of models that the choice says nothing of may come at any time; they are held.
     */
    void models(ModelChoice choice) throws IOException;

    /**
     * Makes everything since the last commit durable together with the position, or nothing of it.
     * After a crash at any moment the store opens with what the last commit that returned has left,
     * or the one that was under way.
     */
    void commit(Position position) throws IOException;

    /** Releases what the store holds open. What was not committed may be lost. */
    @Override
    void close() throws IOException;
}

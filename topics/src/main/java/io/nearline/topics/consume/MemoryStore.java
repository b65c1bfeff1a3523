package io.nearline.topics.consume;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A store in memory: each start reads the topic from its beginning. For caches, tests, and as the
 * simplest store that is right. Its posts may be read by any thread.
 */
public class MemoryStore implements UpdateStore {

    private record Deleted(long revision, Instant seenAt) {}

    private final ConcurrentMap<IndexKey, IndexUpdate> posts = new ConcurrentHashMap<>();
    private final Map<IndexKey, Deleted> deletes = new HashMap<>();
    private volatile Position position = Position.NONE;
    private volatile Optional<ModelIdentity> queried = Optional.empty();

    /** The newest update of every post under every model that is kept; a view. */
    public final Map<IndexKey, IndexUpdate> posts() {
        return Collections.unmodifiableMap(posts);
    }

    /** The model to embed queries with. */
    public final Optional<ModelIdentity> queried() {
        return queried;
    }

    /** How many deletes are remembered. */
    public final int rememberedDeletes() {
        return deletes.size();
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public OptionalLong revision(IndexKey key) {
        IndexUpdate post = posts.get(key);
        if (post != null) {
            return OptionalLong.of(post.getRevision());
        }
        Deleted deleted = deletes.get(key);
        return deleted == null ? OptionalLong.empty() : OptionalLong.of(deleted.revision());
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) {
        posts.put(key, update);
        deletes.remove(key);
    }

    @Override
    public void delete(IndexKey key, long revision, Instant seenAt) {
        posts.remove(key);
        deletes.put(key, new Deleted(revision, seenAt));
    }

    @Override
    public void erase(IndexKey key) {
        posts.remove(key);
        deletes.remove(key);
    }

    @Override
    public void forgetDeletes(Instant seenBefore) {
        deletes.values().removeIf(deleted -> deleted.seenAt().isBefore(seenBefore));
    }

    @Override
    public void models(ModelChoice choice) {
        queried = choice.queried();
        posts.keySet().removeIf(key -> !choice.keeps(key.modelName()));
        deletes.keySet().removeIf(key -> !choice.keeps(key.modelName()));
    }

    @Override
    public void commit(Position newPosition) {
        position = newPosition;
    }

    @Override
    public void close() {}
}

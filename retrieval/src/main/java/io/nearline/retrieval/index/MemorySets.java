package io.nearline.retrieval.index;

import io.nearline.retrieval.vectors.Approach;
import io.nearline.retrieval.vectors.Entry;
import io.nearline.retrieval.vectors.GraphKeeper;
import io.nearline.retrieval.vectors.PostFacts;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.retrieval.vectors.VectorSet;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.VectorCodec;
import io.nearline.topics.consume.ModelIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is searched: the vectors of every model, in memory. Changed by one thread; {@link #shelf()}
 * may be called by any. Models whose reading is postponed cannot be searched until all of theirs is
 * here; a second thread brings it with {@link #restore} and {@link #readAll}.
 */
final class MemorySets implements AutoCloseable {

    /** Values that repeat, such as languages, are kept once, as long as they are so few. */
    private static final int SHARED_VALUES = 10_000;

    private final Tier tier;
    private final Path scratch;
    private final GraphKeeper graphs;
    private final Map<ModelIdentity, VectorSet> sets = new LinkedHashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> postponed = new HashSet<>();

    /** Keys of postponed models that have changed since the commit that is read. */
    private final Set<IndexKey> changed = new HashSet<>();

    private Optional<ModelIdentity> queried = Optional.empty();
    private volatile Shelf shelf = Shelf.EMPTY;

    MemorySets(Tier tier, Approach approach, Path scratch) {
        this.tier = tier;
        this.scratch = scratch;
        this.graphs = new GraphKeeper(approach, scratch);
    }

    Shelf shelf() {
        return shelf;
    }

    /** The revision held of a post under a model, whatever its digest. */
    synchronized OptionalLong revision(IndexKey key) {
        for (Map.Entry<ModelIdentity, VectorSet> held : sets.entrySet()) {
            if (held.getKey().name().equals(key.modelName())) {
                Entry entry = held.getValue().find(key.postId());
                if (entry != null) {
                    return OptionalLong.of(entry.revision());
                }
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Holds a post.
     *
     * @throws IllegalArgumentException if its vector cannot be searched: it has components that are
     *     not finite, or not as many as the model's other vectors
     */
    synchronized void put(IndexKey key, IndexUpdate update) throws IOException {
        hold(key, update);
        noteChange(key);
    }

    synchronized void remove(IndexKey key) throws IOException {
        noteChange(key);
        removeBut(key, null);
    }

    /** Hides a model until {@link #readAll}: not all that the commit holds of it is here. */
    synchronized void postpone(String modelName) {
        postponed.add(modelName);
    }

    /** Whether what is held of a key may still be in the commit alone. */
    synchronized boolean isPostponed(IndexKey key) {
        return postponed.contains(key.modelName()) && !changed.contains(key);
    }

    /** Whether a model is hidden. */
    synchronized boolean isPostponed(String modelName) {
        return postponed.contains(modelName);
    }

    /** Holds what the commit holds of a key, unless the key has changed since. */
    synchronized void restore(IndexKey key, IndexUpdate update) throws IOException {
        if (isPostponed(key)) {
            hold(key, update);
        }
    }

    /** Shows the models whose reading was postponed. */
    synchronized void readAll() {
        postponed.clear();
        changed.clear();
        publish();
    }

    private void noteChange(IndexKey key) {
        if (postponed.contains(key.modelName())) {
            changed.add(key);
        }
    }

    private void hold(IndexKey key, IndexUpdate update) throws IOException {
        float[] vector = VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
        ModelIdentity model = new ModelIdentity(key.modelName(), update.getModelDigest());
        VectorSet set = sets.get(model);
        if (set == null) {
            set = new VectorSet(vector.length, tier, scratch);
            set.put(facts(key, update), vector);
            sets.put(model, set);
            publish();
        } else {
            set.put(facts(key, update), vector);
        }
        removeBut(key, set);
    }

    /** Drops all that is held of a model. */
    synchronized void drop(String modelName) {
        postponed.remove(modelName);
        changed.removeIf(key -> key.modelName().equals(modelName));
        List<VectorSet> dropped =
                sets.entrySet().stream()
                        .filter(held -> held.getKey().name().equals(modelName))
                        .map(Map.Entry::getValue)
                        .toList();
        if (sets.values().removeAll(dropped)) {
            publish();
            dropped.forEach(graphs::drop);
        }
    }

    synchronized void query(Optional<ModelIdentity> model) {
        queried = model;
        publish();
    }

    /** Does some of the work that is left from changes, and has graphs made where due. */
    synchronized void settle() {
        for (VectorSet set : sets.values()) {
            set.settle();
            graphs.keep(set);
        }
    }

    @Override
    public synchronized void close() {
        graphs.close();
    }

    /** A name stands for one digest; should it not, the newer one has the post. */
    private void removeBut(IndexKey key, @Nullable VectorSet keeper) throws IOException {
        for (Map.Entry<ModelIdentity, VectorSet> held : sets.entrySet()) {
            if (held.getValue() != keeper && held.getKey().name().equals(key.modelName())) {
                held.getValue().remove(key.postId());
            }
        }
    }

    private void publish() {
        Map<ModelIdentity, VectorSet> whole = new LinkedHashMap<>(sets);
        whole.keySet().removeIf(model -> postponed.contains(model.name()));
        shelf = new Shelf(whole, Set.copyOf(postponed), queried);
    }

    private PostFacts facts(IndexKey key, IndexUpdate update) {
        Map<String, String> attributes = new HashMap<>();
        update.getAttributes()
                .forEach((name, value) -> attributes.put(shared(name), shared(value)));
        Instant embeddedAt = update.getEmbeddedAt();
        return new PostFacts(
                key.postId(),
                update.getRevision(),
                update.getLanguage() == null ? null : shared(update.getLanguage()),
                Map.copyOf(attributes),
                bytes(update.getContentHash()),
                update.getTokenCount(),
                update.getEventTime().toEpochMilli(),
                embeddedAt == null ? PostFacts.UNKNOWN_TIME : embeddedAt.toEpochMilli());
    }

    private String shared(String value) {
        String known = values.get(value);
        if (known == null && values.size() < SHARED_VALUES) {
            values.put(value, value);
        }
        return known == null ? value : known;
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

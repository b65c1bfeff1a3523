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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is searched: the vectors of every model, in memory. Changed by one thread; {@link #shelf()}
 * may be called by any.
 */
final class MemorySets implements AutoCloseable {

    /** Values that repeat, such as languages, are kept once, as long as they are so few. */
    private static final int SHARED_VALUES = 10_000;

    private final Tier tier;
    private final Path scratch;
    private final GraphKeeper graphs;
    private final Map<ModelIdentity, VectorSet> sets = new LinkedHashMap<>();
    private final Map<String, String> values = new HashMap<>();
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
    OptionalLong revision(IndexKey key) {
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
    void put(IndexKey key, IndexUpdate update) throws IOException {
        float[] vector = VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
        ModelIdentity model = new ModelIdentity(key.modelName(), update.getModelDigest());
        VectorSet set = sets.get(model);
        if (set == null) {
            set = new VectorSet(vector.length, tier, scratch);
            set.put(facts(key, update), vector);
            sets.put(model, set);
            publish(shelf.queried());
        } else {
            set.put(facts(key, update), vector);
        }
        removeBut(key, set);
    }

    void remove(IndexKey key) throws IOException {
        removeBut(key, null);
    }

    /** Drops all that is held of a model. */
    void drop(String modelName) {
        List<VectorSet> dropped =
                sets.entrySet().stream()
                        .filter(held -> held.getKey().name().equals(modelName))
                        .map(Map.Entry::getValue)
                        .toList();
        if (sets.values().removeAll(dropped)) {
            publish(shelf.queried());
            dropped.forEach(graphs::drop);
        }
    }

    void query(Optional<ModelIdentity> model) {
        publish(model);
    }

    /** Does some of the work that is left from changes, and has graphs made where due. */
    void settle() {
        for (VectorSet set : sets.values()) {
            set.settle();
            graphs.keep(set);
        }
    }

    @Override
    public void close() {
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

    private void publish(Optional<ModelIdentity> queried) {
        shelf = new Shelf(sets, queried);
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
